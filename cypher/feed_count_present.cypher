// How many records of a dataset are present.
MATCH (r:Present {dataset: $dataset})
RETURN count(r) AS present
