// What is known of keys: whether one is an entity's own, and which entities claim it by which records.
UNWIND $ids AS id
OPTIONAL MATCH (e:Entity {id: id})
OPTIONAL MATCH (k:Key {id: id})
RETURN id, e IS NOT NULL AS known,
       COLLECT { MATCH (k)<-[h:HAS_KEY]-(c:Entity) RETURN [c.id, h.records] } AS claimants
