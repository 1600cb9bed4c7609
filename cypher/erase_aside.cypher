// Rows that were put aside, by id. One row, for speed.
UNWIND $ids AS id
MATCH (q:Quarantined {id: id})-[:IN]->(b:Batch)
RETURN collect(q {.id, .row, .column, .code, .shown, .payload, dataset: b.dataset}) AS found
