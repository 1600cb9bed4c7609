// Some requests for scenarios in the order of ids, each with its sealed words. One row, for speed.
MATCH (n:ScenarioRequest)
WHERE n.id > $after AND n.words IS NOT NULL
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, n.words]) AS found
