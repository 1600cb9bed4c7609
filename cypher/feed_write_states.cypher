// States after the rule of a relation.
UNWIND $rows AS row
MATCH (e:Entity {id: row.id})
SET e += row.properties
