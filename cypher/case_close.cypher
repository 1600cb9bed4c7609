// Closes a case of a department, none for a purpose of others; one that is closed stays as it was.
MATCH (c:Case {id: $id, department: $department})
WHERE NOT c.purpose IN $others
SET c.closed = coalesce(c.closed, $now)
REMOVE c.mark
RETURN c {.*} AS case
