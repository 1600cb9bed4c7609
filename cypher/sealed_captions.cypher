// Some entities in the order of ids, each with its sealed short name. One row, for speed.
MATCH (n:Entity)
WHERE n.id > $after AND n.sealedCaption IS NOT NULL
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, n.sealedCaption]) AS found
