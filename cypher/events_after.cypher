// What happened after a place, oldest first.
MATCH (v:Event)
WHERE v.place > $place
WITH v ORDER BY v.place LIMIT $size
RETURN v.place AS place, v.kind AS kind, v.entity AS entity, v.attribute AS attribute, v.before AS before, v.after AS after,
  v.day AS day, v.record AS record, v.by AS by, v.at AS at
