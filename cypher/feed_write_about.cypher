// The lineage edges of present and of past records.
UNWIND $rows AS row
MATCH (r:Record {id: row.record})
MATCH (e:Entity {id: row.entity})
CREATE (r)-[:$(row.type) {supplies: row.supplies, by: row.by}]->(e)
