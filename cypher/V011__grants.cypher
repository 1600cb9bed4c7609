// Consents and authorisations, by their own id and by whom they are of and for. They name files by ids and hang on none: files merge and part.
CREATE CONSTRAINT grant_id IF NOT EXISTS FOR (n:Grant) REQUIRE n.id IS UNIQUE;
CREATE INDEX grant_subject IF NOT EXISTS FOR (n:Grant) ON (n.subject);
CREATE INDEX grant_agent IF NOT EXISTS FOR (n:Grant) ON (n.agent);
