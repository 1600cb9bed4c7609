// The day of the newest full delivery of a dataset that is in the store.
MATCH (b:Batch {dataset: $dataset, mode: 'full'})
WHERE b.state <> 'held'
RETURN max(b.asOf) AS day
