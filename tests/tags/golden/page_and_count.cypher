MATCH (e:Entity)
USING INDEX e:Entity(id)
WHERE $first <= e.id <= $last AND e:Person
WITH e.id AS id, [i IN [
  CASE WHEN (coalesce(e.birthDate >= $ago_P18Y_from, false) AND coalesce(e.deceased = $v0, false)) THEN 0 END
] WHERE i IS NOT NULL] AS tags
WHERE size(tags) > 0
RETURN collect([id, tags]) AS found

MATCH (e:Person)
WHERE (coalesce(e.birthDate >= $ago_P18Y_from, false) AND coalesce(e.deceased = $v0, false))
RETURN count(*) AS count
