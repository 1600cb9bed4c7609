MATCH (e:Entity:Paper {id: $id})
RETURN head(COLLECT {
    MATCH (e)<-[:ABOUT|WAS_ABOUT]-(k:Record)
    WHERE k.dataset IN $registering['Paper']
    RETURN min(k.asOf)
  }) AS known,
COLLECT {
  MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record)-[:IN]->(b:Batch)
  RETURN [[r:Present, r.until, r.gaps, head(COLLECT {
    MATCH (r)<-[:REPLACES]-(o:Record)-[:IN]->(x:Batch)
    WHERE o.asOf = r.until
    RETURN [o.id, o.row, o.asOf, x.id, x.file, x.sha256, x.recordedAt, x.mode]
  } + COLLECT {
    MATCH (x:Batch {dataset: CASE WHEN r.retired IS NULL THEN '' ELSE r.dataset END})
    WHERE x.asOf = r.until AND x.recordedAt IS NOT NULL
    WITH x ORDER BY x.recordedAt DESC, x.id LIMIT 1
    RETURN [r.id, 0, x.asOf, x.id, x.file, x.sha256, x.recordedAt, x.mode]
  })], [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]]
} AS versions,
COLLECT {
  CALL (e) {
    MATCH (e)-[l:HELD_BY]->(f:Entity)
    UNWIND l.records AS id
    MATCH (r:Record {id: id})
    RETURN f, r
    UNION
    MATCH (e)<-[:WAS_FROM {relation: 'HELD_BY'}]-(r:Record)-[:WAS_TO {relation: 'HELD_BY'}]->(f:Entity)
    RETURN f, r
  }
  WITH f, r LIMIT $most
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [[r:Present, r.until, r.gaps, head(COLLECT {
    MATCH (r)<-[:REPLACES]-(o:Record)-[:IN]->(x:Batch)
    WHERE o.asOf = r.until
    RETURN [o.id, o.row, o.asOf, x.id, x.file, x.sha256, x.recordedAt, x.mode]
  } + COLLECT {
    MATCH (x:Batch {dataset: CASE WHEN r.retired IS NULL THEN '' ELSE r.dataset END})
    WHERE x.asOf = r.until AND x.recordedAt IS NOT NULL
    WITH x ORDER BY x.recordedAt DESC, x.id LIMIT 1
    RETURN [r.id, 0, x.asOf, x.id, x.file, x.sha256, x.recordedAt, x.mode]
  })], [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, b.id, b.file, b.sha256, b.recordedAt, b.mode], [f.id, CASE WHEN f:Human THEN 'Human' WHEN f:Firm THEN 'Firm' END, f.caption, f.sealedCaption], head(COLLECT {
    MATCH (f)<-[:ABOUT|WAS_ABOUT]-(k:Record)
    WHERE k.dataset IN $registering[CASE WHEN f:Human THEN 'Human' WHEN f:Firm THEN 'Firm' END]
    RETURN min(k.asOf)
  })]
} AS links0
