// A case that is in use stays open longer.
MATCH (c:Case {id: $id})
WHERE c.closed IS NULL AND c.until < $until
SET c.until = $until
