// The ontologies that the store was fed under, oldest first.
MATCH (v:Release)
RETURN v.number AS number, v.digest AS digest, v.at AS at, v.records AS records, v.entities AS entities, v.edges AS edges
ORDER BY number
