// The chunk is in; the next one may come.
MATCH (b:Batch {id: $batch})
SET b.chunk = $chunk
