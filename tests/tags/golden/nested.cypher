UNWIND $rows AS row
WITH row.id AS id, row.tags IS NULL AS every, [i IN row.tags WHERE i >= 0 AND i < 1] AS asked
WHERE every OR size(asked) > 0
MATCH (e:Entity:Person {id: id})
WITH id, [i IN [
  CASE WHEN every OR 0 IN asked THEN CASE WHEN EXISTS { MATCH (e)-[r1:MEMBER_OF_HOUSEHOLD]->(f1) WHERE COUNT { MATCH (f1)<-[r2:MEMBER_OF_HOUSEHOLD]-(f2) WHERE NOT (f2.deathDate IS NOT NULL) RETURN DISTINCT f2 } = $v0 } THEN 0 END END
] WHERE i IS NOT NULL] AS tags
WHERE size(tags) > 0
RETURN collect([id, tags]) AS found
// $v0 = 1
