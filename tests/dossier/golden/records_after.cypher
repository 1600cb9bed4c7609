MATCH (e:Entity:Human {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)<-[a:ABOUT]-(r:Record)
  WHERE r.recency < $recordsSeen0 OR (r.recency = $recordsSeen0 AND r.id > $recordsLast0)
  WITH a, r ORDER BY r.recency DESC, r.id LIMIT $recordsSize0
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
} AS records0
