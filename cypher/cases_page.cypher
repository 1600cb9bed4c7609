// A page of the open cases of a department but those for purposes of others, newest first, after a place: all, or those that one account opened.
MATCH (c:Case {department: $department})
WHERE NOT c.purpose IN $others
  AND c.closed IS NULL AND c.until > $now
  AND ($account IS NULL OR c.account = $account)
  AND (c.opened < $opened OR (c.opened = $opened AND c.id > $id))
RETURN c {.*} AS case
ORDER BY c.opened DESC, c.id
LIMIT $size
