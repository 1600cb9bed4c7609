// The days of the full deliveries of a dataset that are in the store.
MATCH (b:Batch {dataset: $dataset, mode: 'full'})
WHERE b.state <> 'held'
RETURN collect(DISTINCT b.asOf) AS days
