// Keys that lead nowhere and that nobody names.
UNWIND $ids AS id
MATCH (k:Key {id: id})
WHERE NOT (k)--()
DELETE k
