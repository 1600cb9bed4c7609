// The records of entities that may go elsewhere: about them, or asserting a relation with them, now or once. One row.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
CALL (e) {
  MATCH (e)<-[:ABOUT|WAS_ABOUT|WAS_FROM|WAS_TO]-(r:Record)
  RETURN r
  UNION
  MATCH (e)-[x]-(:Entity)
  WHERE x.records IS NOT NULL AND type(x) <> 'ALIAS_OF'
  UNWIND x.records AS record
  MATCH (r:Record {id: record})
  RETURN r
}
WITH DISTINCT r
MATCH (r)-[:IN]->(b:Batch)
RETURN collect(r {.id, .dataset, .slot, .recency, .period, .payload, .pending, .asserts,
                  present: r:Present, waiting: r:Waiting, batch: b.id}) AS found
