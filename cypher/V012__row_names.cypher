// Rows that wait or were put aside hang on nobody: they are found by the keyed hashes of whom they name and of their place. Those from
// before are opened once, by the next erasure.
MATCH (n:Record) WHERE n.waitsFor IS NOT NULL SET n:Unread;
MATCH (n:Quarantined) SET n:Unread;
CREATE FULLTEXT INDEX row_names IF NOT EXISTS FOR (n:Record|Quarantined) ON EACH [n.names]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false } };
// What moved others because of somebody.
CREATE INDEX event_by IF NOT EXISTS FOR (n:Event) ON (n.by);
