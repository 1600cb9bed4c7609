// Whom these records are about.
UNWIND $ids AS id
MATCH (r:Record {id: id})-[:ABOUT]->(e:Entity)
RETURN DISTINCT e.id AS id
