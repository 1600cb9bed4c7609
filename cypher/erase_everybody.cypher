// The ids of some entities and keys, in order. One row, for speed.
CALL () {
  MATCH (n:Entity) WHERE n.id > $after RETURN n.id AS id ORDER BY id LIMIT $size
  UNION
  MATCH (n:Key) WHERE n.id > $after RETURN n.id AS id ORDER BY id LIMIT $size
}
WITH id ORDER BY id LIMIT $size
RETURN collect({id: id}) AS found
