// Tags that subjects had until this day.
UNWIND $rows AS row
MATCH (e:Entity {id: row.id})-[g:TAGGED]->(t)
WHERE t.id = row.tag
CREATE (e)-[:WAS_TAGGED {since: g.since, until: $day, rule: g.rule}]->(t)
DELETE g
