// Records that go, with all that hangs on them; the keys by which they named somebody. One row, for speed.
UNWIND $ids AS id
MATCH (r:Record {id: id})
OPTIONAL MATCH (r)-[:NAMES]->(k:Key)
WITH r, collect(k.id) AS keys
DETACH DELETE r
RETURN collect(keys) AS found
