// Entities of a class that share a cell with a place, with the records that tell what and where they are.
CALL db.index.fulltext.queryNodes('place_cells', $cells) YIELD node AS f
WHERE $class IN labels(f)
WITH f
ORDER BY f.id
LIMIT $most
RETURN collect([f.id, f.caption, f.sealedCaption, COLLECT {
  MATCH (f)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(attribute IN a.supplies WHERE attribute IN $attributes)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
}]) AS found
