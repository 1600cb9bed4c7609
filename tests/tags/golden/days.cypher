UNWIND $rows AS row
WITH row.id AS id, row.tags IS NULL AS every, [i IN row.tags WHERE i >= 0 AND i < 1] AS asked
WHERE every OR size(asked) > 0
MATCH (e:Entity:Person {id: id})
WITH id, [i IN [
  CASE WHEN every OR 0 IN asked THEN CASE WHEN (coalesce(e.birthDate <= $ago_P60Y_to, false) OR coalesce(e.deathDate <= $past_to, false) OR coalesce((e.birthDate >= $school_years_7_6_from AND e.birthDate <= $school_years_7_6_to), false) OR coalesce((left(e.lastContributionMonth + '-01-01', 10) >= $next_P3M_from AND left(e.lastContributionMonth + '-01-01', 10) <= $next_P3M_to), false) OR coalesce(e.leaseUntil >= $coming_from, false)) THEN 0 END END
] WHERE i IS NOT NULL] AS tags
WHERE size(tags) > 0
RETURN collect([id, tags]) AS found

