// Tags that subjects have from this day.
UNWIND $rows AS row
MATCH (e:Entity {id: row.id})
MATCH (t:Tag {id: row.tag})
CREATE (e)-[:TAGGED {since: $day, rule: row.rule, records: row.records}]->(t)
