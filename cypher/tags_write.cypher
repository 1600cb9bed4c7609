// What became of the tags of subjects on a day: gained, kept by another version of the rule or by other records, had until this day;
// and what the sweep keeps on entities. In one statement, for speed.
CALL () {
  UNWIND $gained AS row
  MATCH (e:Entity {id: row.id})
  MATCH (t:Tag {id: row.tag})
  CREATE (e)-[:TAGGED {since: $day, rule: row.rule, records: row.records}]->(t)
}
CALL () {
  UNWIND $kept AS row
  MATCH (e:Entity {id: row.id})-[g:TAGGED]->(t)
  WHERE t.id = row.tag
  SET g.rule = row.rule, g.records = row.records
}
CALL () {
  UNWIND $lost AS row
  MATCH (e:Entity {id: row.id})-[g:TAGGED]->(t)
  WHERE t.id = row.tag
  CREATE (e)-[:WAS_TAGGED {since: g.since, until: $day, rule: g.rule}]->(t)
  DELETE g
}
CALL () {
  UNWIND $settled AS row
  MATCH (e:Entity {id: row.id})
  SET e += row.properties
}
