// Keys by which records name somebody who is not, or not for good, known by them.
UNWIND $rows AS row
MATCH (r:Record {id: row.record})
MERGE (k:Key {id: row.key})
CREATE (r)-[:NAMES]->(k)
