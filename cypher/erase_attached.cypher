// The records of each of these entities: about it, or asserting a relation with it, now or once. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
CALL (e) {
  MATCH (e)<-[:ABOUT|WAS_ABOUT|WAS_FROM|WAS_TO]-(r:Record)
  RETURN r.id AS record
  UNION
  MATCH (e)-[x]-(:Entity)
  WHERE x.records IS NOT NULL AND type(x) <> 'ALIAS_OF'
  UNWIND x.records AS record
  RETURN record
}
RETURN collect([id, record]) AS found
