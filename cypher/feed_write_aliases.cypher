// Entities that are proven to be others: they keep their further keys, and their tags go to those; nothing else stays with them.
UNWIND $rows AS row
MATCH (a:Entity {id: row.id})
MATCH (e:Entity {id: row.entity})
CALL (a, e) {
  MATCH (a)-[g:TAGGED]->(t:Tag)
  WHERE NOT (e)-[:TAGGED]->(t)
  CREATE (e)-[h:TAGGED]->(t)
  SET h = properties(g)
}
CALL (a, e) {
  MATCH (a)-[g:WAS_TAGGED]->(t:Tag)
  CREATE (e)-[h:WAS_TAGGED]->(t)
  SET h = properties(g)
}
CALL (a) {
  MATCH (a)-[d:ALIAS_OF|IN_DIVISION|TAGGED|WAS_TAGGED]->()
  DELETE d
}
REMOVE a:Changed
REMOVE a:$(row.cls)
SET a:Alias, a = {id: row.id, cls: row.cls, weak: true}
CREATE (a)-[:ALIAS_OF {records: row.records}]->(e)
