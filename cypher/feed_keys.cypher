// What is known of keys: whether one is an entity's own, which entities claim it by which records, whose aliases all these are, and
// whether any record may name it. One row, for speed.
UNWIND $ids AS id
OPTIONAL MATCH (e:Entity {id: id})
OPTIONAL MATCH (k:Key {id: id})
WITH id, e, k
WHERE e IS NOT NULL OR k IS NOT NULL
RETURN collect([
  id,
  e IS NOT NULL,
  COLLECT { MATCH (k)<-[h:HAS_KEY]-(c:Entity) RETURN [c.id, h.records, CASE WHEN c:Alias THEN [(c)-[:ALIAS_OF]->(x) | x.id][0] END] },
  CASE WHEN e:Alias THEN [(e)-[:ALIAS_OF]->(x) | x.id][0] END,
  k IS NOT NULL
]) AS found
