MATCH (e:Entity:Human {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN $attributes)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode, [(r)-[:REPLACES*1..3]->(o) | [o.id, o.payload]]]
} AS supplied,
COLLECT {
  MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record)
  WITH a, r ORDER BY r.recency DESC, r.id LIMIT $recordsSize0
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, CASE WHEN r:Present AND any(x IN a.supplies WHERE x IN $attributes) THEN null ELSE r.payload END, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode, r:Present, r.retired, [(r)-[:REPLACES]->(o) | o.id]]
} AS records0
