// The records of some datasets about each of these entities, or about those that they are taken for. One row, for speed.
UNWIND $ids AS id
MATCH (n:Entity {id: id})
WITH DISTINCT coalesce([(n)-[:ALIAS_OF]->(x) | x][0], n) AS e
MATCH (e)<-[:ABOUT|WAS_ABOUT]-(r:Record)
WHERE r.dataset IN $datasets
RETURN collect(DISTINCT r.id) AS found
