// The ledger of a delivery; one that is in the store already keeps its counts and only moves on.
MATCH (d:Dataset {id: $dataset})
MERGE (b:Batch {id: $batch})
ON CREATE SET b += $properties, b.chunk = 0, b.unchanged = 0, b.accepted = 0, b.waiting = 0, b.quarantined = 0, b.retired = 0,
              b.relationsWaiting = 0, b.cellsFailed = 0
MERGE (b)-[:OF]->(d)
SET b.state = $state
RETURN b {.*} AS batch
