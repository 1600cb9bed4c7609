// The dataset, its library and its department, as the Model names them.
MERGE (s:Store {id: 'store'})
ON CREATE SET s.model = $model
MERGE (d:Dataset {id: $dataset})
MERGE (l:Library {id: $library})
MERGE (o:Department {id: $department})
MERGE (d)-[:IN]->(l)
MERGE (d)-[:OWNED_BY]->(o)
