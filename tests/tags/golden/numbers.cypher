UNWIND $rows AS row
WITH row.id AS id, row.tags IS NULL AS every, [i IN row.tags WHERE i >= 0 AND i < 1] AS asked
WHERE every OR size(asked) > 0
MATCH (e:Entity:Enterprise {id: id})
WITH id, [i IN [
  CASE WHEN every OR 0 IN asked THEN CASE WHEN (coalesce(e.annualReportYear >= $since_last_year_from, false) AND coalesce((e.employeeCount >= $v0 AND e.employeeCount < $v1), false) AND coalesce(toFloat(e.foreignInvestmentRatio) > $v2, false) AND coalesce(toFloat(e.insuredEmployeeCount) * 100 >= toFloat(e.employeeCount) * $v3 - abs(toFloat(e.employeeCount) * $v3) * 1e-15, false)) THEN 0 END END
] WHERE i IS NOT NULL] AS tags
WHERE size(tags) > 0
RETURN collect([id, tags]) AS found
// $v0 = 20
// $v1 = 300.5
// $v2 = 50
// $v3 = 1.6
