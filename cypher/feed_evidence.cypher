// Entities with what may prove them to be others: the keys that each claims, who claims its own, and what it is taken for. One row.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN collect([
  id,
  coalesce(e.weak, false),
  coalesce(e.cls, [label IN labels(e) WHERE NOT label IN ['Entity', 'Changed']][0]),
  [(e)-[a:ALIAS_OF]->(x) | [x.id, a.records]],
  COLLECT { MATCH (e)-[h:HAS_KEY]->(k:Key) RETURN [k.id, h.records] },
  COLLECT { MATCH (:Key {id: id})<-[h:HAS_KEY]-(c:Entity) RETURN [c.id, h.records, coalesce(c.weak, false)] }
]) AS found
