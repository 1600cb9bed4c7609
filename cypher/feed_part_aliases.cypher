// Aliases that nothing proves to be others any more: entities again.
UNWIND $rows AS row
MATCH (a:Entity {id: row.id})
CALL (a) {
  MATCH (a)-[d:ALIAS_OF]->()
  DELETE d
}
REMOVE a:Alias, a.cls
SET a:$(row.cls)
