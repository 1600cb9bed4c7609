// Entities whose key others claim without proving that they are one with them.
MATCH (e:Entity)
WHERE e.weak AND NOT e:Alias AND EXISTS { MATCH (:Key {id: e.id})<-[:HAS_KEY]-(:Entity) }
RETURN count(e) AS contested
