// All ids under which each of these is or was known: the present one first, then its aliases and the further keys that nobody else has; an
// id that nobody has, alone.
UNWIND $ids AS id
OPTIONAL MATCH (e:Entity {id: id})
WITH id, CASE WHEN e IS NULL THEN [(:Key {id: id})<-[:HAS_KEY]-(c:Entity) | c] ELSE [e] END AS found
WITH id, COLLECT { UNWIND found AS one RETURN DISTINCT coalesce([(one)-[:ALIAS_OF]->(x) | x.id][0], one.id) } AS present
WITH id, CASE size(present) WHEN 1 THEN present[0] ELSE id END AS now
WITH id, [now] + COLLECT { MATCH (a:Entity)-[:ALIAS_OF]->(:Entity {id: now}) RETURN a.id ORDER BY a.id } AS own
RETURN id, own + COLLECT {
  UNWIND own AS one
  MATCH (:Entity {id: one})-[:HAS_KEY]->(k:Key)
  WHERE k.id <> id AND NOT EXISTS { MATCH (k)<-[:HAS_KEY]-(o:Entity) WHERE NOT o.id IN own }
  RETURN DISTINCT k.id ORDER BY k.id
} + CASE WHEN id IN own THEN [] ELSE [id] END AS ids
