// The store is what the new ontology makes of its records.
MATCH (s:Store {id: 'store'})
SET s.model = $properties.digest
REMOVE s.releasing
WITH s
OPTIONAL MATCH (former:Release)
WITH coalesce(max(former.number), 0) + 1 AS number
CREATE (v:Release {number: number})
SET v += $properties
RETURN v.number AS number
