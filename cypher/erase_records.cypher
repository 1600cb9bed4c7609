// Records that go, with all that hangs on them.
UNWIND $ids AS id
MATCH (r:Record {id: id})
DETACH DELETE r
