// Entities that go, with all that hangs on them.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
DETACH DELETE e
