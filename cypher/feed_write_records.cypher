// New records; a slot's present version is labelled so only after the one before it was demoted.
MATCH (b:Batch {id: $batch})
UNWIND $rows AS row
CREATE (r:Record:$(row.labels))-[:IN]->(b)
SET r = row.properties
