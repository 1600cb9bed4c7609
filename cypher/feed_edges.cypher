// The records that assert these edges now.
UNWIND $edges AS edge
MATCH (a:Entity {id: edge.start})-[e:$(edge.type)]->(b {id: edge.end})
RETURN edge.index AS index, e.records AS records
