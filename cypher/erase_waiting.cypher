// Some records that wait, whole or with a relation, in the order of their ids. One row, for speed.
MATCH (r:Record)
WHERE r.waitsFor IS NOT NULL AND r.id > $after
WITH r ORDER BY r.id LIMIT $size
RETURN collect(r {.id, .dataset, .slot, .recency, .period, .payload}) AS found
