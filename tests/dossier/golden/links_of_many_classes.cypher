MATCH (e:Entity:Paper {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)-[l:HELD_BY]->(f:Entity)
  WITH l, f ORDER BY f.id LIMIT $linksSize0
  RETURN [f.id, CASE WHEN f:Human THEN 'Human' WHEN f:Firm THEN 'Firm' END, f.caption, f.sealedCaption, l.records, [], []]
} AS links0
