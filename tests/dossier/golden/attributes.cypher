MATCH (e:Entity:Human {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN $attributes)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode, [(r)-[:REPLACES*1..3]->(o) | [o.id, o.payload]]]
} AS supplied
