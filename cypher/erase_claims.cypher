// The further keys of these entities, and the records that give them. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})-[h:HAS_KEY]->(k:Key)
RETURN collect([id, k.id, h.records]) AS found
