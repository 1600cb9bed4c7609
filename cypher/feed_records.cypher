// Records by id, to open their payloads. One row, for speed.
UNWIND $ids AS id
MATCH (r:Record {id: id})
RETURN collect(r {.id, .dataset, .slot, .recency, .period, .payload}) AS found
