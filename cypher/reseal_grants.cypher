// Names in grants, sealed anew.
UNWIND $rows AS row
MATCH (n:Grant {id: row.id})
SET n.sealedName = row.text
