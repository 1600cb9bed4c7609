// What is related to places that share a cell with a shape, with the records that tell where those places are.
CALL db.index.fulltext.queryNodes('place_cells', $cells) YIELD node AS place
MATCH (e:Entity)-[l]->(place)
WHERE type(l) IN $relations AND any(label IN labels(e) WHERE label IN $classes)
WITH e, collect(DISTINCT place) AS places
ORDER BY e.id
LIMIT $most
UNWIND places AS place
RETURN collect([e.id, head([label IN labels(e) WHERE label IN $classes]), e.caption, e.sealedCaption, COLLECT {
  MATCH (place)<-[a:ABOUT]-(r:Record)-[:IN]->(b:Batch)
  WHERE any(attribute IN a.supplies WHERE attribute IN $attributes)
  RETURN [r.id, r.slot, r.dataset, r.recency, r.period, r.row, r.asOf, r.payload, a.supplies, a.by, b.id, b.file, b.sha256, b.recordedAt, b.mode]
}]) AS found
