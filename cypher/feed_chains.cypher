// The versions of a slot, each replacing the one before.
UNWIND $chains AS chain
CALL (chain) {
  UNWIND chain AS id
  MATCH (:Record {id: id})-[p:REPLACES]->()
  DELETE p
}
UNWIND range(1, size(chain) - 1) AS i
MATCH (newer:Record {id: chain[i]})
MATCH (older:Record {id: chain[i - 1]})
CREATE (newer)-[:REPLACES]->(older)
