MATCH (e:Entity)
USING INDEX e:Entity(id)
WHERE e.id > $after AND e:Person
WITH e ORDER BY e.id LIMIT $size
RETURN e.id AS id, [i IN [
  CASE WHEN (coalesce(e.birthDate >= $ago_P18Y_from, false) AND coalesce(e.deceased = $v0, false)) THEN 0 END
] WHERE i IS NOT NULL] AS tags

MATCH (e:Person)
WHERE (coalesce(e.birthDate >= $ago_P18Y_from, false) AND coalesce(e.deceased = $v0, false))
RETURN count(*) AS count
