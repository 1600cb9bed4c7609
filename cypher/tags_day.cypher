// The day for which tags were assigned.
MATCH (s:Store {id: 'store'})
SET s.tagDay = $day
