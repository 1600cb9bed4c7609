// The cases of a department but those for purposes of others: the open ones first, the newest of both first.
MATCH (c:Case {department: $department})
WHERE NOT c.purpose IN $others
RETURN c {.*} AS case
ORDER BY c.closed IS NULL AND c.until > $now DESC, c.opened DESC, c.id
LIMIT $size
