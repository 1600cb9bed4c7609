// Cases by their id and, while they are open, by the mark of what they are about; those of a department, and those of a subject.
CREATE CONSTRAINT case_id IF NOT EXISTS FOR (n:Case) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT case_mark IF NOT EXISTS FOR (n:Case) REQUIRE n.mark IS UNIQUE;
CREATE INDEX case_department IF NOT EXISTS FOR (n:Case) ON (n.department, n.opened);
CREATE INDEX case_subject IF NOT EXISTS FOR (n:Case) ON (n.subject);

// Requests for scenarios by their id and, while they wait or stand, by the scenario: one of each department.
CREATE CONSTRAINT request_id IF NOT EXISTS FOR (n:ScenarioRequest) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT request_standing IF NOT EXISTS FOR (n:ScenarioRequest) REQUIRE n.standing IS UNIQUE;
CREATE INDEX request_department IF NOT EXISTS FOR (n:ScenarioRequest) ON (n.department, n.filed);
