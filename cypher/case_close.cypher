// Closes a case of a department; one that is closed stays as it was.
MATCH (c:Case {id: $id, department: $department})
SET c.closed = coalesce(c.closed, $now)
REMOVE c.mark
RETURN c {.*} AS case
