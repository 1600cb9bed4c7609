// How often a file was looked at in some days: by office, purpose, and whether by those whose file it is.
MATCH (found:Entity {id: $id})
WITH coalesce([(found)-[:ALIAS_OF]->(x) | x][0], found) AS e
UNWIND [e.id] + [(a)-[:ALIAS_OF]->(e) | a.id] AS subject
OPTIONAL MATCH (l:Look)
WHERE l.subject = subject AND l.at >= $since AND l.at < $until
RETURN l.organisation AS organisation, l.role AS role, l.purpose AS purpose, l.account IN $mine AS own, count(l) AS number
