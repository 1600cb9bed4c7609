// What subjects gave, newest first; on a day only what has neither ended nor passed.
MATCH (g:Grant)
WHERE g.subject IN $ids AND ($day IS NULL OR (g.ended IS NULL AND g.until >= $day))
RETURN properties(g) AS given ORDER BY g.made DESC, g.id LIMIT $size
