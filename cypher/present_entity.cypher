// Whom an id or a key means now: the entity itself, the one that it is an alias of, or the only one that claims the key.
OPTIONAL MATCH (e:Entity {id: $id})
WITH CASE WHEN e IS NULL THEN [(:Key {id: $id})<-[:HAS_KEY]-(c:Entity) | c] ELSE [e] END AS found
UNWIND found AS one
WITH DISTINCT coalesce([(one)-[:ALIAS_OF]->(x) | x.id][0], one.id) AS id
WITH collect(id) AS ids
WHERE size(ids) = 1
RETURN ids[0] AS id
