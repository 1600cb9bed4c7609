MATCH (e:Entity:Human {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
EXISTS { MATCH (e)<-[:ABOUT|WAS_ABOUT]-(k:Record) WHERE k.asOf <= $recorded AND k.dataset IN $registering['Human'] } AS known,
COLLECT {
  MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN $attributes) AND r.asOf <= $recorded AND left(r.recency, 10) <= $valid AND (r:Present OR r.until > $day AND r.until > r.asOf) AND (r.gaps IS NULL OR none(i IN range(0, size(r.gaps) - 2, 2) WHERE r.gaps[i] <= $day AND $day < r.gaps[i + 1])) AND NOT EXISTS { MATCH (r)<-[:REPLACES*]-(o:Record) WHERE o.asOf <= $recorded AND left(o.recency, 10) <= $valid AND NOT coalesce(o.gaps[0] <= $day AND $day < o.gaps[1], false) }
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode, [(r)-[:REPLACES*1..3]->(o) WHERE o.asOf <= $recorded | [o.id, o.payload]]]
} AS supplied,
COLLECT {
  MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record)
  WHERE r.asOf <= $recorded AND left(r.recency, 10) <= $valid AND (r:Present OR r.until > $day AND r.until > r.asOf) AND (r.gaps IS NULL OR none(i IN range(0, size(r.gaps) - 2, 2) WHERE r.gaps[i] <= $day AND $day < r.gaps[i + 1])) AND NOT EXISTS { MATCH (r)<-[:REPLACES*]-(o:Record) WHERE o.asOf <= $recorded AND left(o.recency, 10) <= $valid AND NOT coalesce(o.gaps[0] <= $day AND $day < o.gaps[1], false) }
  WITH a, r ORDER BY r.recency DESC, r.id LIMIT $recordsSize0
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
} AS records0,
COLLECT {
  CALL (e) {
    MATCH (e)-[l:WORKS_FOR]->(f0:Entity)
    UNWIND l.records AS id
    MATCH (r:Record {id: id})
    RETURN f0, r
    UNION
    MATCH (e)<-[:WAS_FROM {relation: 'WORKS_FOR'}]-(r:Record)-[:WAS_TO {relation: 'WORKS_FOR'}]->(f0:Entity)
    RETURN f0, r
  }
  WITH f0, r WHERE (r.asOf <= $recorded AND (r:Present OR r.until > $recorded AND r.until > r.asOf) AND (r.gaps IS NULL OR none(i IN range(0, size(r.gaps) - 2, 2) WHERE r.gaps[i] <= $recorded AND $recorded < r.gaps[i + 1])) OR r.asOf <= $recorded AND left(r.recency, 10) <= $valid AND (r:Present OR r.until > $day AND r.until > r.asOf) AND (r.gaps IS NULL OR none(i IN range(0, size(r.gaps) - 2, 2) WHERE r.gaps[i] <= $day AND $day < r.gaps[i + 1])) AND NOT EXISTS { MATCH (r)<-[:REPLACES*]-(o:Record) WHERE o.asOf <= $recorded AND left(o.recency, 10) <= $valid AND NOT coalesce(o.gaps[0] <= $day AND $day < o.gaps[1], false) }) AND EXISTS { MATCH (f0)<-[:ABOUT|WAS_ABOUT]-(k:Record) WHERE k.asOf <= $recorded AND k.dataset IN $registering['Firm'] }
  WITH f0, collect(r) AS s0 ORDER BY f0.id LIMIT $linksSize0
  RETURN [f0.id, 'Firm', f0.caption, f0.sealedCaption, COLLECT { UNWIND s0 AS r MATCH (r)-[:IN]->(b:Batch) RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, b.id, b.file, b.sha256, b.recordedAt, b.mode] }]
} AS links0
