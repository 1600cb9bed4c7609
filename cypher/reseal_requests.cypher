// Words of requests for scenarios, sealed anew.
UNWIND $rows AS row
MATCH (n:ScenarioRequest {id: row.id})
SET n.words = row.text
