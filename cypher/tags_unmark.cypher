// Entities whose changes were taken up.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
REMOVE e:Changed, e.changed
