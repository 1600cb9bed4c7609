// The tombstones among these ids. One row, for speed.
UNWIND $ids AS id
MATCH (t:Tombstone {id: id})
RETURN collect([t.id, t.kind, t.values, t.cls]) AS found
