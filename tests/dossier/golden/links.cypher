MATCH (e:Entity:Human {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)-[l:WORKS_FOR]->(f:Entity)
  WITH l, f ORDER BY f.id LIMIT $linksSize0
  RETURN [f.id, 'Firm', f.caption, f.sealedCaption, l.records, [l.since, l.share, l.kind], COLLECT {
    UNWIND l.records AS id
    MATCH (r:Record {id: id})-[:IN]->(b:Batch)
    RETURN [r.id, r.dataset, r.recency, r.row, r.asOf, b.id, b.file, b.sha256, b.recordedAt, b.mode]
  }]
} AS links0,
COLLECT {
  MATCH (e)-[l:SPOUSE_OF]-(f:Entity)
  WHERE f.id > $linksLast1
  WITH l, f ORDER BY f.id LIMIT $linksSize1
  RETURN [f.id, 'Human', f.caption, f.sealedCaption, l.records, [l.since], []]
} AS links1
