// Takes the write lock of the feed, so that nothing is sealed or moved meanwhile.
MATCH (s:Store {id: 'store'})
SET s.resealing = true
REMOVE s.resealing
