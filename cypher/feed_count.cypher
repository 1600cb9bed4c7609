// Moves the counts of deliveries.
UNWIND $rows AS row
MATCH (b:Batch {id: row.batch})
SET b.unchanged = b.unchanged + row.unchanged, b.accepted = b.accepted + row.accepted, b.waiting = b.waiting + row.waiting,
    b.quarantined = b.quarantined + row.quarantined, b.retired = b.retired + row.retired,
    b.relationsWaiting = b.relationsWaiting + row.relationsWaiting, b.cellsFailed = b.cellsFailed + row.cellsFailed
