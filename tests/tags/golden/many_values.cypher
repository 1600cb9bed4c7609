UNWIND $rows AS row
WITH row.id AS id, row.tags IS NULL AS every, [i IN row.tags WHERE i >= 0 AND i < 1] AS asked
WHERE every OR size(asked) > 0
MATCH (e:Entity:Person {id: id})
WITH id, [i IN [
  CASE WHEN every OR 0 IN asked THEN CASE WHEN (coalesce(any(x IN e.assistanceCategory WHERE x IN $v0), false) AND coalesce(any(x IN e.practisingQualification WHERE x CONTAINS $v1), false) AND coalesce(e.hasLeaseContractNumber, false) AND coalesce(e.hukouDivision <> e.residenceDivision, false)) THEN 0 END END
] WHERE i IS NOT NULL] AS tags
WHERE size(tags) > 0
RETURN collect([id, tags]) AS found
// $v0 = ['3', '4']
// $v1 = '律师'
