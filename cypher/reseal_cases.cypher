// Numbers of cases, sealed anew.
UNWIND $rows AS row
MATCH (n:Case {id: row.id})
SET n.number = row.text
