// Questions that wait for an answer, oldest first, each with its look.
MATCH (q:Question)
WHERE q.state = 'open'
WITH q ORDER BY q.at, q.id LIMIT $size
MATCH (q)-[:QUESTIONS]->(l:Look)
RETURN q {.id, .at, .text} AS question, l {
  .id, .at, .role, .organisation, .purpose, .basis, .fields, .masked, .look, .cls, case: l.case IS NOT NULL, own: false
} AS look
ORDER BY q.at, q.id
