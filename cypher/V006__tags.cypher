// A node for each tag that a rule gives, and how its holders are found: over the tokens of their tags and codes, not by traversal.
CREATE CONSTRAINT tag_id IF NOT EXISTS FOR (n:Tag) REQUIRE n.id IS UNIQUE;
CREATE FULLTEXT INDEX subject_finds IF NOT EXISTS FOR (n:Entity) ON EACH [n.finds]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false } };
// Entities of which the calendar may change what rules say, by the next day on which it may.
CREATE INDEX entity_due IF NOT EXISTS FOR (n:Entity) ON (n.due);
