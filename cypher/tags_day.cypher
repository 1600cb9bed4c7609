// The day for which tags were assigned, and whether a sweep over everything goes on.
MATCH (s:Store {id: 'store'})
SET s.tagDay = $day, s.tagsOfAll = $everything
