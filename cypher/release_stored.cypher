// Records with all that reading and linking them anew needs. One row, for speed.
UNWIND $ids AS id
MATCH (r:Record {id: id})-[:IN]->(b:Batch)
RETURN collect(r {.id, .dataset, .slot, .recency, .period, .payload, .pending, .asserts, .asOf,
                  present: r:Present, waiting: r:Waiting, batch: b.id}) AS found
