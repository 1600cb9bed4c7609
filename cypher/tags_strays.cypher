// Tags of what can have none: of aliases, and of entities of other classes than these.
MATCH (e)-[:TAGGED]->(t:Tag)
WHERE none(label IN labels(e) WHERE label IN $classes)
RETURN e.id AS id, t.id AS tag
ORDER BY id, tag
