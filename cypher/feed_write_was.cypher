// What past records assert.
UNWIND $rows AS row
MATCH (r:Record {id: row.record})
MATCH (a:Entity {id: row.start})
MATCH (b:Entity {id: row.end})
CREATE (r)-[:WAS_FROM {relation: row.type}]->(a)
CREATE (r)-[:WAS_TO {relation: row.type}]->(b)
