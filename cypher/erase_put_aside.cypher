// Rows that were put aside, without what was about somebody who was erased.
UNWIND $rows AS row
MATCH (q:Quarantined {id: row.id})
SET q += row.properties
