// Some entities of a class, in the order of ids: what stands on them under these names, and their tags. One row, for speed.
MATCH (e:Entity)
USING INDEX e:Entity(id)
WHERE e.id > $after AND $cls IN labels(e)
WITH e ORDER BY e.id LIMIT $size
RETURN collect([e.id, [name IN $names | e[name]], COLLECT {
  MATCH (e)-[g:TAGGED]->(t:Tag)
  RETURN [t.id, g.rule]
}]) AS found
