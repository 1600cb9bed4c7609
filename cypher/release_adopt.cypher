// The first ontology of a store; one that keeps some already is left as it is.
MERGE (s:Store {id: 'store'})
ON CREATE SET s.model = $digest
WITH s
WHERE s.model = $digest AND NOT EXISTS { MATCH (:Release) }
MERGE (v:Release {number: 1})
ON CREATE SET v.digest = $digest, v.bundle = $bundle, v.at = $at, v.records = 0, v.entities = 0, v.edges = 0
