// A delivery's ledger.
MATCH (b:Batch {id: $batch})
RETURN b {.*} AS batch
