// How many records of a dataset are present.
MATCH (r:Present {dataset: $dataset})
WHERE r.slot IS NOT NULL // so that the index counts
RETURN count(r) AS present
