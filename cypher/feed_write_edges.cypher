// Fused relations: one edge for a pair and type.
UNWIND $rows AS row
MATCH (a:Entity {id: row.start})
MATCH (b:Entity {id: row.end})
MERGE (a)-[e:$(row.type)]->(b)
SET e = row.properties
