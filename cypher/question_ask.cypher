// A question about a look at a file; none while another one about it is open.
MATCH (found:Entity {id: $subject})
WITH coalesce([(found)-[:ALIAS_OF]->(x) | x][0], found) AS e
WITH [e.id] + [(a)-[:ALIAS_OF]->(e) | a.id] AS subjects
MATCH (l:Look {id: $look})
WHERE l.subject IN subjects
SET l.held = true // whoever else asks waits here
REMOVE l.held
WITH l
WHERE NOT EXISTS { (:Question {state: 'open'})-[:QUESTIONS]->(l) }
CREATE (q:Question)-[:QUESTIONS]->(l)
SET q = $told
RETURN q {.*} AS question
