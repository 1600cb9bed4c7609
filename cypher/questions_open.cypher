// Questions that wait for an answer, oldest first, each with its look; not those of who is to answer, nor about that one's looks.
MATCH (q:Question)
WHERE q.state = 'open'
MATCH (q)-[:QUESTIONS]->(l:Look)
WHERE NOT $account IN [q.account, l.account]
WITH q, l ORDER BY q.at, q.id LIMIT $size
RETURN q {.id, .at, .text} AS question, l {
  .id, .at, .role, .organisation, .purpose, .basis, .fields, .masked, .look, .cls, case: l.case IS NOT NULL, own: false
} AS look
ORDER BY q.at, q.id
