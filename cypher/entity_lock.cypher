// Keeps what is written about one entity in a row, so that nothing is written about one that is erased meanwhile; no row where there is none.
MATCH (e:Entity {id: $id})
SET e.held = true
WITH e
REMOVE e.held
RETURN e.id AS id
