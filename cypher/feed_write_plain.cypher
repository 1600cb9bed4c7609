// Winning values that stand in plain, the caption, and the divisions that follow from them: by the attributes that moved, or by any.
UNWIND $rows AS row
MATCH (e:Entity {id: row.id})
SET e += row.properties
WITH e, row
WHERE row.placed IS NULL OR size(row.placed) > 0
CALL (e, row) {
  MATCH (e)-[d:IN_DIVISION]->()
  WHERE row.placed IS NULL OR d.by IN row.placed
  DELETE d
}
UNWIND row.divisions AS division
MERGE (d:Division {code: division.code})
CREATE (e)-[:IN_DIVISION {by: division.by}]->(d)
