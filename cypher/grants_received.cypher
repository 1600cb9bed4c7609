// What agents were given, newest first.
MATCH (g:Grant)
WHERE g.agent IN $ids
RETURN properties(g) AS given ORDER BY g.made DESC, g.id LIMIT $size
