// The open case of these marks, or a new one; those that timed out make room.
CALL () {
  MATCH (old:Case)
  WHERE old.mark IN $marks AND old.until <= $now
  REMOVE old.mark
}
CALL () {
  MATCH (c:Case)
  WHERE c.mark IN $marks
  RETURN min(c.mark) AS standing
}
MERGE (c:Case {mark: coalesce(standing, $mark)})
ON CREATE SET c += $case
RETURN c {.*} AS case
