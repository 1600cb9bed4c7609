// The answer to a question that is still open.
MATCH (q:Question {id: $id})
SET q.held = true // whoever else answers waits here
REMOVE q.held
WITH q
WHERE q.state = 'open'
SET q += $told
RETURN q.id AS id
