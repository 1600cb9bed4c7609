// The rows of a delivery that were put aside, with the failing values masked.
MATCH (q:Quarantined)-[:IN]->(:Batch {id: $batch})
RETURN q.row AS row, q.column AS column, q.code AS code, q.shown AS shown
ORDER BY q.row, q.column
LIMIT $size
