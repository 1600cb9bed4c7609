// Tags that subjects keep, by another version of the rule or by other records.
UNWIND $rows AS row
MATCH (e:Entity {id: row.id})-[g:TAGGED]->(t)
WHERE t.id = row.tag
SET g.rule = row.rule, g.records = row.records
