// Payloads of records, sealed anew.
UNWIND $rows AS row
MATCH (n:Record {id: row.id})
SET n.payload = row.text
