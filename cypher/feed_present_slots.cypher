// The slots of a dataset that are present and were not told after the day, a page at a time.
MATCH (r:Present {dataset: $dataset})
WHERE r.slot > $after AND r.seen <= $asOf
RETURN r.slot AS slot
ORDER BY slot
LIMIT $limit
