// What happened to entities that are gone, and what moved others because of them or because of records that are gone.
CALL () {
  MATCH (v:Event)
  WHERE v.entity IN $ids
  DELETE v
}
MATCH (v:Event)
WHERE v.by IN $ids
SET v.by = null, v.record = null
