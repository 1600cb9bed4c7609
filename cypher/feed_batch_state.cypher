// Moves a delivery on.
MATCH (b:Batch {id: $batch})
SET b.state = $state, b.recordedAt = coalesce(b.recordedAt, $at)
RETURN b {.*} AS batch
