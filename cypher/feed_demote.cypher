// Records that are no longer the present version of their slot; what they asserted is kept for those who ask about the days before.
UNWIND $rows AS row
MATCH (r:Record {id: row.id})
REMOVE r:Present
SET r:Past, r.retired = row.retired, r.until = $asOf
WITH r, [text IN r.asserts WHERE NOT text STARTS WITH $key | split(text, '|')] AS edges
SET r.asserts = []
WITH r, edges
CALL (r, edges) {
  UNWIND edges AS edge
  MATCH (a:Entity {id: edge[1]})
  MATCH (b:Entity {id: edge[2]})
  CREATE (r)-[:WAS_FROM {relation: edge[0]}]->(a)
  CREATE (r)-[:WAS_TO {relation: edge[0]}]->(b)
}
WITH r
MATCH (r)-[a:ABOUT]->(e:Entity)
CREATE (r)-[:WAS_ABOUT {supplies: a.supplies, by: a.by}]->(e)
DELETE a
