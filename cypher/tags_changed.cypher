// Takes the lock as tags_lock does, and then takes up some entities that changed, of one class where one is named. In one statement,
// for speed.
MATCH (s:Store {id: 'store'})
SET s.sweeping = $sweep
WITH s, s.feeding AS before
SET s.feeding = $sweep
WITH before
CALL () {
  MATCH (e:Changed)
  WHERE $cls = '' OR $cls IN labels(e)
  WITH e LIMIT $limit
  WITH e, [e.id, labels(e), e.changed] AS told
  REMOVE e:Changed, e.changed
  RETURN collect(told) AS found
}
RETURN before, found
