// Records by id, to open their payloads.
UNWIND $ids AS id
MATCH (r:Record {id: id})
RETURN r.id AS id, r.dataset AS dataset, r.slot AS slot, r.recency AS recency, r.period AS period, r.payload AS payload
