MATCH (:Tag {id: $tag})<-[:TAGGED]-(e:Person)
WITH [e.hukouDivision, e.residenceDivision, e.residenceSubdistrict] AS places, NOT (coalesce(e.sex = $v0, false)) AS fits
RETURN places, fits, count(*) AS count

MATCH (e:Person)
WHERE NOT (coalesce(e.sex = $v0, false))
WITH [e.hukouDivision, e.residenceDivision, e.residenceSubdistrict] AS places, NOT ((e.sex IS NOT NULL AND NOT (coalesce(e.sex = $c0, false)))) AS absent
RETURN places, absent, count(*) AS count

MATCH (e:Person)
WHERE NOT (coalesce(e.sex = $v0, false)) AND NOT EXISTS { (e)-[:TAGGED]->(:Tag {id: $tag}) }
RETURN e.id AS id LIMIT $most

MATCH (:Tag {id: $tag})<-[:TAGGED]-(e:Person)
WHERE NOT (NOT (coalesce(e.sex = $v0, false)))
RETURN e.id AS id LIMIT $most

// $v0 = '1'
// $c0 = '1'
// $tag = 'by_absence'
// $most = 5
