// Every edge of a relation with the records that assert it. One row, for speed.
MATCH (a:Entity)-[e:$($type)]->(b:Entity)
RETURN collect([a.id, b.id, e.records]) AS found
