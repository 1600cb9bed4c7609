// Takes the write lock of the feed.
MATCH (s:Store {id: 'store'})
SET s.feeding = $chain
