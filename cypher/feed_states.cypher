// The states of these entities and of those that they move: own, effective as it stands, those of the far ends. One row, for speed.
UNWIND $ids AS id
MATCH (s:Entity {id: id})
CALL (s) {
  RETURN s AS e
  UNION
  MATCH (e:Entity)-[:$($relation)]->(s)
  RETURN e
}
WITH DISTINCT e
RETURN collect([e.id, e[$state], e[$effective], e.winners, COLLECT {
  MATCH (e)-[:$($relation)]->(f:Entity)
  WITH f ORDER BY f.id
  RETURN [f.id, f[$state], f.winners]
}]) AS found
