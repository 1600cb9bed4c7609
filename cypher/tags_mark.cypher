// Entities that changed, each with the names of what did; the next sweep of tags takes them up.
UNWIND $rows AS row
MATCH (e:Entity {id: row.id})
WHERE NOT e:Alias
SET e:Changed, e.changed = coalesce(e.changed, []) + [name IN row.names WHERE NOT name IN coalesce(e.changed, [])]
