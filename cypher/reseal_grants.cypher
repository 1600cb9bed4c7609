// Names in grants, sealed anew.
UNWIND $rows AS row
MATCH (n:Grant {id: row.id})
SET n.sealed = row.text
