// Records that are no longer the present version of their slot.
UNWIND $rows AS row
MATCH (r:Record {id: row.id})
REMOVE r:Present
SET r:Past, r.asserts = [], r.retired = row.retired
WITH r
MATCH (r)-[a:ABOUT]->(e:Entity)
CREATE (r)-[:WAS_ABOUT {supplies: a.supplies}]->(e)
DELETE a
