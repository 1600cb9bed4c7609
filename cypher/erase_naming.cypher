// The records that name these keys without knowing whose they are. One row, for speed.
UNWIND $ids AS id
MATCH (:Key {id: id})<-[:NAMES]-(r:Record)
RETURN collect(DISTINCT r.id) AS found
