// Short names of entities, sealed anew.
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
SET n.sealedCaption = row.text
