// Looks of a receipt log, each once, and how far the log was read: both or neither, and nothing where another program has read on.
MERGE (p:LookPlace {log: $log})
ON CREATE SET p.sequence = 0
SET p.held = true // whoever else writes waits here
REMOVE p.held
WITH p
WHERE p.sequence = $before
CALL () {
  UNWIND $rows AS row
  MERGE (l:Look {id: row.id})
  ON CREATE SET l = row
  RETURN count(*) AS looks
}
SET p += $place
RETURN looks
