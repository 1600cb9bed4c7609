MATCH (e:Entity:Firm {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN $attributes)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode, [(r)-[:REPLACES*1..3]->(o) | [o.id, o.payload]]]
} AS supplied,
COLLECT {
  MATCH (e)<-[a:ABOUT]-(r:Record)
  WITH a, r ORDER BY r.recency DESC, r.id LIMIT $recordsSize0
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, CASE WHEN r:Present AND any(x IN a.supplies WHERE x IN $attributes) THEN null ELSE r.payload END, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
} AS records0,
COLLECT {
  MATCH (e)<-[l:HEADS]-(f:Entity)
  WITH l, f ORDER BY f.id LIMIT $linksSize0
  RETURN [f.id, 'Human', f.caption, f.sealedCaption, l.records, [], COLLECT {
    UNWIND l.records AS id
    MATCH (r:Record {id: id})-[:IN]->(b:Batch)
    RETURN [r.id, r.dataset, r.recency, r.row, r.asOf, b.id, b.file, b.sha256, b.recordedAt, b.mode]
  }]
} AS links0,
COLLECT {
  MATCH (e)<-[l:WORKS_FOR]-(f:Entity)
  WITH l, f ORDER BY f.id LIMIT $linksSize1
  RETURN [f.id, 'Human', f.caption, f.sealedCaption, l.records, [l.since, l.share, l.kind], COLLECT {
    UNWIND l.records AS id
    MATCH (r:Record {id: id})-[:IN]->(b:Batch)
    RETURN [r.id, r.dataset, r.recency, r.row, r.asOf, b.id, b.file, b.sha256, b.recordedAt, b.mode]
  }]
} AS links1,
COLLECT {
  MATCH (e)<-[l:HELD_BY]-(f:Entity)
  WITH l, f ORDER BY f.id LIMIT $linksSize2
  RETURN [f.id, 'Paper', f.caption, f.sealedCaption, l.records, [], COLLECT {
    UNWIND l.records AS id
    MATCH (r:Record {id: id})-[:IN]->(b:Batch)
    RETURN [r.id, r.dataset, r.recency, r.row, r.asOf, b.id, b.file, b.sha256, b.recordedAt, b.mode]
  }]
} AS links2
