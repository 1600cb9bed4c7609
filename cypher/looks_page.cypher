// Looks at a file newest first, by whichever id it had then; a look that lies after the last one of the page before is older than that.
MATCH (found:Entity {id: $id})
WITH coalesce([(found)-[:ALIAS_OF]->(x) | x][0], found) AS e
UNWIND [e.id] + [(a)-[:ALIAS_OF]->(e) | a.id] AS subject
CALL (subject) {
  MATCH (l:Look)
  WHERE l.subject = subject AND l.at >= $since AND l.at <= $until
    AND (l.at < $until OR l.id < $before)
    AND ($purpose IS NULL OR l.purpose = $purpose)
    AND ($office IS NULL OR coalesce(l.organisation, l.role) = $office)
    AND ($own IS NULL OR (l.account IN $mine) = $own)
  RETURN l
  ORDER BY l.at DESC, l.id DESC
  LIMIT $size
}
WITH l ORDER BY l.at DESC, l.id DESC
LIMIT $size
RETURN l {
  .id, .at, .role, .organisation, .purpose, .basis, .fields, .masked, .look, .cls, case: l.case IS NOT NULL,
  own: l.account IN $mine
} AS look,
CASE WHEN $asked THEN COLLECT {
  MATCH (q:Question)-[:QUESTIONS]->(l)
  RETURN q {.id, .at, .text, .answer, .answered} ORDER BY q.at, q.id
} ELSE [] END AS questions
