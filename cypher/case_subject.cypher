// Whom an id means now: its entity by its id and labels, and the ids of those that became it.
OPTIONAL MATCH (e:Entity {id: $id})
WITH CASE WHEN e IS NULL THEN [(:Key {id: $id})<-[:HAS_KEY]-(c:Entity) | c] ELSE [e] END AS found
UNWIND found AS one
OPTIONAL MATCH (one)-[:ALIAS_OF]->(x:Entity)
WITH collect(DISTINCT coalesce(x, one)) AS ends
WHERE size(ends) = 1
UNWIND ends AS e
RETURN e.id AS id, labels(e) AS labels, [(a:Entity)-[:ALIAS_OF]->(e) | a.id] AS former
