// Looks at files, as the receipt log tells them: a file's own are found newest first. How far each log was read stands beside them.
CREATE CONSTRAINT look_id IF NOT EXISTS FOR (n:Look) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT look_place IF NOT EXISTS FOR (n:LookPlace) REQUIRE n.log IS UNIQUE;
CREATE INDEX look_subject IF NOT EXISTS FOR (n:Look) ON (n.subject, n.at);

// What people ask about looks; the open ones are found oldest first.
CREATE CONSTRAINT question_id IF NOT EXISTS FOR (n:Question) REQUIRE n.id IS UNIQUE;
CREATE INDEX question_state IF NOT EXISTS FOR (n:Question) ON (n.state, n.at);
