// Further keys of entities.
UNWIND $rows AS row
MATCH (a:Entity {id: row.start})
MERGE (k:Key {id: row.end})
MERGE (a)-[e:HAS_KEY]->(k)
SET e.records = row.properties.records
