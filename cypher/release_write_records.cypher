// What records say under another ontology.
UNWIND $rows AS row
MATCH (r:Record {id: row.id})
SET r.payload = row.payload, r.hash = row.hash, r.recency = row.recency, r.period = row.period
