// To whom things belong: over relations that lead there ($out) and over those that come from there ($in), by any id that a thing had.
UNWIND $ids AS id
MATCH (found:Entity {id: id})
WITH id, coalesce([(found)-[:ALIAS_OF]->(x) | x][0], found) AS e
CALL (e) {
  MATCH (e)-[r:$any($out)]->(o:Entity)
  RETURN type(r) AS relation, o
  UNION
  MATCH (e)<-[r:$any($in)]-(o:Entity)
  RETURN type(r) AS relation, o
}
RETURN id, relation, o.id AS owner, labels(o) AS labels
ORDER BY id, relation, owner
