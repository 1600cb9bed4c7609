// Questions, sealed anew.
UNWIND $rows AS row
MATCH (n:Question {id: row.id})
SET n.text = row.text
