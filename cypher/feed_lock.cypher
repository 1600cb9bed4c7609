// Takes the write lock of the feed (one chunk at a time) and reads the ledger of the delivery, whether its dataset has anything in the store,
// and whether anybody was ever erased.
MATCH (s:Store {id: 'store'})
SET s.feeding = $batch
WITH s
MATCH (b:Batch {id: $batch})
RETURN b.chunk AS chunk, b.state AS state, EXISTS { MATCH (o:Batch {dataset: b.dataset}) WHERE o.chunk > 0 } AS begun,
       EXISTS { MATCH (:Tombstone) } AS erased
