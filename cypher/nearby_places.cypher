// Where entities are: the records that tell the shape or coordinates of each itself and of what it is related to.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
CALL (e) {
  RETURN e AS place
  UNION
  MATCH (e)-[l]->(place:Entity)
  WHERE type(l) IN $relations
  RETURN place
}
RETURN collect([e.id, COLLECT {
  MATCH (place)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(attribute IN a.supplies WHERE attribute IN $attributes)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
}]) AS found
