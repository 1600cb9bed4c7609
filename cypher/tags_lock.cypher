// Takes the write lock of the feed; tells who wrote before, the last day for which tags were assigned, and whether a sweep over
// everything was cut off.
MATCH (s:Store {id: 'store'})
SET s.sweeping = $sweep
WITH s, s.feeding AS before
SET s.feeding = $sweep
RETURN before, s.tagDay AS day, coalesce(s.tagsOfAll, false) AS everything
