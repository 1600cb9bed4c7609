// Keeps what one subject gives in a row, so that no two grants are counted apart; no row where there is no such file.
MATCH (e:Entity {id: $id})
SET e.giving = true
WITH e
REMOVE e.giving
RETURN e.id AS id
