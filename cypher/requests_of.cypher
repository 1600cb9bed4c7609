// The requests of a department, the newest first.
MATCH (r:ScenarioRequest {department: $department})
RETURN r {.*} AS request
ORDER BY r.filed DESC, r.id
LIMIT $size
