// Some questions, in the order of ids, each sealed as it is. One row, for speed.
MATCH (n:Question)
WHERE n.id > $after AND n.text IS NOT NULL
WITH n ORDER BY n.id LIMIT $size
RETURN collect([n.id, n.text]) AS found
