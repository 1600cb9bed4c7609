MATCH (e:Entity:Human {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)<-[l:HELD_BY]-(f:Entity)
  WITH l, f ORDER BY f.id LIMIT $linksSize0
  RETURN [f.id, 'Paper', f.caption, f.sealedCaption, l.records, [], [], COLLECT {
  MATCH (f)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN $far0)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
}]
} AS links0
