// Some rows that wait or were put aside, and of which it is not known yet whom they name. One row, for speed.
MATCH (n:Unread)
WITH n LIMIT $size
RETURN collect(n {.id, .slot, .payload, dataset: coalesce(n.dataset, [(n)-[:IN]->(b:Batch) | b.dataset][0])}) AS found
