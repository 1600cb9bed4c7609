// Takes the write lock of the feed; tells who wrote before, and the last day for which tags were assigned.
MATCH (s:Store {id: 'store'})
SET s.sweeping = $sweep
WITH s, s.feeding AS before
SET s.feeding = $sweep
RETURN before, s.tagDay AS day
