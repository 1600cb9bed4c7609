// The answer to a question that is still open, by somebody who neither asked nor looked.
MATCH (q:Question {id: $id})-[:QUESTIONS]->(l:Look)
WHERE NOT $told.answeredBy IN [q.account, l.account]
SET q.held = true // whoever else answers waits here
REMOVE q.held
WITH q
WHERE q.state = 'open'
SET q += $told
RETURN q {.*} AS question
