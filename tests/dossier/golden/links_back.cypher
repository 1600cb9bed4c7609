MATCH (e:Entity:Firm {id: $id})
RETURN e.caption AS caption,
e.sealedCaption AS sealedCaption,
COLLECT {
  MATCH (e)<-[l:WORKS_FOR]-(f:Entity)
  WITH l, f ORDER BY f.id LIMIT $linksSize0
  RETURN [f.id, 'Human', f.caption, f.sealedCaption, l.records, [l.since, l.share, l.kind], []]
} AS links0
