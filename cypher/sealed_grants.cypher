// Some grants in the order of ids, each with the name that is sealed in it. One row, for speed.
MATCH (n:Grant)
WHERE n.id > $after AND n.sealedName IS NOT NULL
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, n.sealedName]) AS found
