// The relations of these types that go out from these entities, with some of their parts. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[r:$any($relations)]->(f:Entity)
RETURN collect([id, type(r), f.id, labels(f), [name IN $names | r[name]]]) AS found
