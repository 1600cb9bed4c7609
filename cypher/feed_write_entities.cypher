// Entities that a registering row made known.
UNWIND $rows AS row
MERGE (e:Entity {id: row.id})
ON CREATE SET e:$(row.cls), e.weak = row.weak
