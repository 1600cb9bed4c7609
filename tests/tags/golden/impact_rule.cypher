MATCH (:Tag {id: $tag})<-[:TAGGED]-(e:Person)
WITH [e.hukouDivision, e.residenceDivision, e.residenceSubdistrict] AS places, (coalesce(e.birthDate >= $ago_P5Y_from, false) AND coalesce(e.deceased = $v0, false)) AS fits
RETURN places, fits, count(*) AS count

MATCH (e:Person)
WHERE (coalesce(e.birthDate >= $ago_P5Y_from, false) AND coalesce(e.deceased = $v0, false))
WITH [e.hukouDivision, e.residenceDivision, e.residenceSubdistrict] AS places, false AS absent
RETURN places, absent, count(*) AS count

MATCH (e:Person)
WHERE (coalesce(e.birthDate >= $ago_P5Y_from, false) AND coalesce(e.deceased = $v0, false)) AND NOT EXISTS { (e)-[:TAGGED]->(:Tag {id: $tag}) }
RETURN e.id AS id LIMIT $most

MATCH (:Tag {id: $tag})<-[:TAGGED]-(e:Person)
WHERE NOT ((coalesce(e.birthDate >= $ago_P5Y_from, false) AND coalesce(e.deceased = $v0, false)))
RETURN e.id AS id LIMIT $most

// $v0 = False
// $c0 = False
// $tag = 'rule'
// $most = 5
