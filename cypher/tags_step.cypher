// Over a relation from these entities to those of a class, and the records that assert it. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[r:$($relation)]-(f:$($cls))
WHERE $both OR (startNode(r) = e) = $forward
RETURN collect([id, f.id, r.records]) AS found
