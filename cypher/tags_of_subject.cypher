// The tags that an entity has, and those that it had, newest first.
MATCH (e:Entity {id: $id})
RETURN COLLECT {
  MATCH (e)-[g:TAGGED]->(t:Tag)
  RETURN [t.id, g.since, g.rule, g.records] ORDER BY t.id
} AS now, COLLECT {
  MATCH (e)-[g:WAS_TAGGED]->(t:Tag)
  RETURN [t.id, g.since, g.until, g.rule] ORDER BY g.until DESC, g.since DESC, t.id
} AS past
