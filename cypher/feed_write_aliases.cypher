// Entities that are proven to be others: they keep their further keys, and nothing else stays with them.
UNWIND $rows AS row
MATCH (a:Entity {id: row.id})
MATCH (e:Entity {id: row.entity})
CALL (a) {
  MATCH (a)-[d:ALIAS_OF|IN_DIVISION]->()
  DELETE d
}
REMOVE a:$(row.cls)
SET a:Alias, a = {id: row.id, cls: row.cls, weak: true}
CREATE (a)-[:ALIAS_OF {records: row.records}]->(e)
