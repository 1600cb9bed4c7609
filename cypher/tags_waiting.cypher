// Some entities that the next sweep has to take up, in the order of ids: those that changed, and those that the calendar reached. One row, for speed.
CALL () {
  MATCH (e:Changed)
  RETURN e
  UNION
  MATCH (e:Entity)
  WHERE e.due <= $day
  RETURN e
}
WITH e
WHERE e.id > $after
WITH e ORDER BY e.id LIMIT $size
RETURN collect([e.id, labels(e), e:Changed, e.changed, CASE WHEN e.due <= $day THEN e.due END]) AS found
