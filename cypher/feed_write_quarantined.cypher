// Rows that could not be taken, with the reason why.
MATCH (b:Batch {id: $batch})
UNWIND $rows AS row
MERGE (q:Quarantined {id: row.id})
ON CREATE SET q += row.properties
MERGE (q)-[:IN]->(b)
