// Which records won the plain values of entities until now. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN collect([id, labels(e), e.winners]) AS found
