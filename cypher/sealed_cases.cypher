// Some cases in the order of ids, each with its sealed number. One row, for speed.
MATCH (n:Case)
WHERE n.id > $after AND n.number IS NOT NULL
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, n.number]) AS found
