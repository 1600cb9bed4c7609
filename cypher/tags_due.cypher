// Some entities of which the calendar changed what rules may say. One row, for speed.
MATCH (e:Entity)
WHERE e.due <= $day
WITH e LIMIT $limit
RETURN collect([e.id, labels(e), e.due]) AS found
