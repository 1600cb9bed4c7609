// From here until its end nobody feeds or serves the store; a release that was cut off is begun again.
MATCH (s:Store {id: 'store'})
SET s.releasing = $digest
