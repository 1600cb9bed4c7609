// What stands on these entities under these names. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN collect([id, [name IN $names | e[name]]]) AS found
