UNWIND $rows AS row
WITH row.id AS id, row.tags IS NULL AS every, [i IN row.tags WHERE i >= 0 AND i < 1] AS asked
WHERE every OR size(asked) > 0
MATCH (e:Entity:Enterprise {id: id})
WITH id, [i IN [
  CASE WHEN every OR 0 IN asked THEN CASE WHEN NOT EXISTS { MATCH (e)-[r1:OPERATES_AT]->(f1) WHERE EXISTS { MATCH (e)-[:REGISTERED_AT]->(f1) } } THEN 0 END END
] WHERE i IS NOT NULL] AS tags
WHERE size(tags) > 0
RETURN collect([id, tags]) AS found

