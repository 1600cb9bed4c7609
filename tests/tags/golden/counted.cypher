UNWIND $rows AS row
WITH row.id AS id, row.tags IS NULL AS every, [i IN row.tags WHERE i >= 0 AND i < 1] AS asked
WHERE every OR size(asked) > 0
MATCH (e:Entity:Person {id: id})
WITH id, [i IN [
  CASE WHEN every OR 0 IN asked THEN CASE WHEN single(x IN [COUNT { MATCH (e)-[r1:PARENT_OF]->(f1) WHERE coalesce(f1.birthDate >= $ago_P18Y_from, false) RETURN DISTINCT f1 } >= $v0, (COUNT { MATCH (e)-[r1:PARENT_OF]->(f1) RETURN DISTINCT f1 } >= $v1 AND COUNT { MATCH (e)-[r1:PARENT_OF]->(f1) RETURN DISTINCT f1 } <= $v2), NOT EXISTS { MATCH (e)-[r1:PARENT_OF]->(f1) }] WHERE x) THEN 0 END END
] WHERE i IS NOT NULL] AS tags
WHERE size(tags) > 0
RETURN collect([id, tags]) AS found
// $v0 = 3
// $v1 = 1
// $v2 = 2
