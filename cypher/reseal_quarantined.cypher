// Payloads of rows that were put aside, sealed anew.
UNWIND $rows AS row
MATCH (n:Quarantined {id: row.id})
SET n.payload = row.text
