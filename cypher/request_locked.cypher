// A request of a department, so that nobody else decides it meanwhile.
MATCH (r:ScenarioRequest {id: $id, department: $department})
SET r.locked = true
REMOVE r.locked
RETURN r {.*} AS request
