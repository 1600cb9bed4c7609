MATCH (e:Entity:Human {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)-[l:WORKS_FOR]->(f:Entity)
  WITH l, f ORDER BY f.id
  RETURN [f.id, 'Firm', f.caption, f.sealedCaption, l.records, [l.since, l.share, l.kind], [], COLLECT {
  MATCH (f)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN $far0)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
}, COLLECT {
  MATCH (f)<-[l1:HEADS]-(f1:Entity)
  WITH l1, f1 ORDER BY f1.id
  RETURN [f1.id, 'Human', f1.caption, f1.sealedCaption, l1.records, [], COLLECT {
    UNWIND l1.records AS id
    MATCH (r:Record {id: id})-[:IN]->(b:Batch)
    RETURN [r.id, r.dataset, r.recency, r.row, r.asOf, b.id, b.file, b.sha256, b.recordedAt, b.mode]
  }, COLLECT {
  MATCH (f1)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN $far0_0)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
}]
}, COLLECT {
  MATCH (f)<-[l1:HELD_BY]-(f1:Entity)
  WITH l1, f1 ORDER BY f1.id LIMIT $linksSize0_1
  RETURN [f1.id, 'Paper', f1.caption, f1.sealedCaption, l1.records, [], []]
}]
} AS links0
