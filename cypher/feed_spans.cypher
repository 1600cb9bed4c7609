// How long past and present records are held, where a delivery that came late moved it.
UNWIND $rows AS row
MATCH (r:Record {id: row.id})
SET r.until = row.until, r.gaps = row.gaps
