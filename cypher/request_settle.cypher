// What was decided of a request; only a granted one stands on.
MATCH (r:ScenarioRequest {id: $id})
SET r += $change
FOREACH (_ IN CASE WHEN $kept THEN [] ELSE [1] END | REMOVE r.standing)
RETURN r {.*} AS request
