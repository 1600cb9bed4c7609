// The ontologies that a store was fed under, one after the other.

CREATE CONSTRAINT release_number IF NOT EXISTS FOR (n:Release) REQUIRE n.number IS UNIQUE;
