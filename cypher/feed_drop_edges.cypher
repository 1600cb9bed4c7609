// Edges that no record asserts any more.
UNWIND $rows AS row
MATCH (a:Entity {id: row.start})-[e:$(row.type)]->(b {id: row.end})
DELETE e
