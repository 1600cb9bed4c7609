// Some rows that were put aside, in the order of their ids. One row, for speed.
MATCH (q:Quarantined)-[:IN]->(b:Batch)
WHERE q.id > $after
WITH q, b ORDER BY q.id LIMIT $size
RETURN collect(q {.id, .row, .column, .code, .shown, .payload, dataset: b.dataset}) AS found
