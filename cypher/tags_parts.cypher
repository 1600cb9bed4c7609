// The relations of one type that go out from these entities, with some of their parts. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[r:$($relation)]->(f:Entity)
RETURN collect([id, f.id, labels(f), [name IN $names | r[name]]]) AS found
