// Grants that hold no longer, by whom they were ended; what has ended stays as it ended.
UNWIND $ids AS id
MATCH (g:Grant {id: id})
WHERE g.ended IS NULL
SET g.ended = $now, g.endedBy = $side
