// Tags as the ontology has them.
UNWIND $rows AS row
MERGE (t:Tag {id: row.id})
SET t += row.properties
