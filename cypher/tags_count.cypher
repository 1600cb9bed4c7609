// How many subjects have each tag.
MATCH (t:Tag)
RETURN t.id AS id, count { (t)<-[:TAGGED]-() } AS holders
