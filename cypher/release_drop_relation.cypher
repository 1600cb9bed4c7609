// The edges of a relation that there is no more, a thousand at a time.
MATCH (:Entity)-[e:$($type)]->(:Entity)
WITH e LIMIT 1000
DELETE e
RETURN count(e) AS dropped
