// A case that is neither closed nor timed out, with whom its subject is now.
MATCH (c:Case {id: $id})
WHERE c.closed IS NULL AND c.until > $now
OPTIONAL MATCH (e:Entity {id: c.subject})
WITH c, CASE WHEN e IS NULL THEN [(:Key {id: c.subject})<-[:HAS_KEY]-(k:Entity) | k] ELSE [e] END AS found
UNWIND CASE WHEN found = [] THEN [NULL] ELSE found END AS one
OPTIONAL MATCH (one)-[:ALIAS_OF]->(x:Entity)
WITH c, collect(DISTINCT coalesce(x.id, one.id)) AS ends
RETURN c {.*, subject: CASE WHEN size(ends) = 1 THEN ends[0] ELSE c.subject END} AS case
