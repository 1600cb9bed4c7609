MATCH (e:Entity:Human {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
EXISTS { MATCH (e)<-[:ABOUT|WAS_ABOUT]-(k:Record) WHERE k.asOf <= $recorded AND k.dataset IN $registering['Human'] } AS known,
COLLECT {
  MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(x IN a.supplies WHERE x IN $attributes) AND r.asOf <= $recorded AND (r:Present OR r.until > $recorded AND r.until > r.asOf) AND (r.gaps IS NULL OR none(i IN range(0, size(r.gaps) - 2, 2) WHERE r.gaps[i] <= $recorded AND $recorded < r.gaps[i + 1]))
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode, [(r)-[:REPLACES*1..3]->(o) WHERE o.asOf <= $recorded | [o.id, o.payload]]]
} AS supplied,
COLLECT {
  MATCH (e)<-[a:ABOUT|WAS_ABOUT]-(r:Record)
  WHERE r.asOf <= $recorded
  WITH a, r ORDER BY r.recency DESC, r.id LIMIT $recordsSize0
  MATCH (r)-[:IN]->(b:Batch)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode, (r:Present OR r.until > $recorded AND r.until > r.asOf) AND (r.gaps IS NULL OR none(i IN range(0, size(r.gaps) - 2, 2) WHERE r.gaps[i] <= $recorded AND $recorded < r.gaps[i + 1])), CASE WHEN r.retired <= $recorded THEN r.retired END, [(r)-[:REPLACES]->(o) WHERE o.asOf <= $recorded | o.id]]
} AS records0
