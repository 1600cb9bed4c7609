// The records that name a key whose meaning moved, with all that linking them anew needs. One row, for speed.
UNWIND $ids AS id
MATCH (:Key {id: id})<-[:NAMES]-(r:Record)
WITH DISTINCT r
MATCH (r)-[:IN]->(b:Batch)
RETURN collect(r {.id, .dataset, .slot, .recency, .period, .payload, .pending, .asserts,
                  present: r:Present, waiting: r:Waiting, batch: b.id}) AS found
