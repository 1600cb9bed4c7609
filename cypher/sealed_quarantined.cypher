// Some rows that were put aside, in the order of ids, each with its sealed payload. One row, for speed.
MATCH (n:Quarantined)
WHERE n.id > $after AND n.payload IS NOT NULL
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, n.payload]) AS found
