// Records told again unchanged.
UNWIND $ids AS id
MATCH (r:Record {id: id})
SET r.seen = $asOf
