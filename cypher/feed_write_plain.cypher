// Winning values that stand in plain, the caption, and the divisions that follow from them.
UNWIND $rows AS row
MATCH (e:Entity {id: row.id})
SET e += row.properties
WITH e, row
CALL (e) {
  MATCH (e)-[d:IN_DIVISION]->()
  DELETE d
}
UNWIND row.divisions AS division
MERGE (d:Division {code: division.code})
CREATE (e)-[:IN_DIVISION {by: division.by}]->(d)
