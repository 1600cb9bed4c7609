// From here on binds deliveries to these tombstones.
CALL () {
  UNWIND $stones AS row
  MERGE (t:Tombstone {id: row.id})
  SET t.kind = row.kind, t.values = row.values, t.cls = row.cls
}
UNWIND $erasures AS row
MERGE (x:Erasure {chain: row.chain})
ON CREATE SET x += row
