// The entities of these ids, with those that are taken for them; one that is taken for another is none. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WHERE NOT e:Alias
RETURN collect([id, labels(e), COLLECT { MATCH (a:Entity)-[:ALIAS_OF]->(e) RETURN a.id }]) AS found
