// What stands on these subjects under these names, and the tags that they have. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN collect([id, [name IN $names | e[name]], COLLECT {
  MATCH (e)-[g:TAGGED]->(t:Tag)
  RETURN [t.id, g.rule, g.records]
}]) AS found
