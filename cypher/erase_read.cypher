// Whom rows name that wait or were put aside.
UNWIND $rows AS row
CALL (row) {
  MATCH (n:Record {id: row.id}) RETURN n
  UNION
  MATCH (n:Quarantined {id: row.id}) RETURN n
}
SET n.names = CASE WHEN n:Quarantined OR n.waitsFor IS NOT NULL THEN row.names END
REMOVE n:Unread
