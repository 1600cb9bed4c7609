// Some entities that changed, of one class where one is named. One row, for speed.
MATCH (e:Changed)
WHERE $cls = '' OR $cls IN labels(e)
WITH e LIMIT $limit
RETURN collect([e.id, labels(e), e.changed]) AS found
