// Those of these keys that others have or claim too. One row, for speed.
UNWIND $ids AS id
OPTIONAL MATCH (e:Entity {id: id})
WHERE NOT e.id IN $own
WITH id, e
WHERE e IS NOT NULL OR EXISTS { MATCH (:Key {id: id})<-[:HAS_KEY]-(c:Entity) WHERE NOT c.id IN $own }
RETURN collect(id) AS found
