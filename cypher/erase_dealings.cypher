// What it had to do with others: cases about it, what it granted and was granted, what it asked about looks at its file.
UNWIND $ids AS id
CALL (id) {
  MATCH (n:Case {subject: id}) RETURN n
  UNION
  MATCH (n:Grant {subject: id}) RETURN n
  UNION
  MATCH (n:Grant {agent: id}) RETURN n
  UNION
  MATCH (l:Look)
  USING INDEX SEEK l:Look(subject, at)
  WHERE l.subject = id AND l.at IS NOT NULL
  WITH l
  MATCH (n:Question)-[:QUESTIONS]->(l)
  RETURN n
}
DETACH DELETE n
