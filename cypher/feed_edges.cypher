// The records that assert these edges now. One row, for speed.
UNWIND $edges AS edge
MATCH (a:Entity {id: edge[1]})-[e:$(edge[0])]->(b {id: edge[2]})
RETURN collect([edge[3], e.records]) AS found
