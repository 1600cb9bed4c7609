// What happened, in the order in which it was found, for whoever listens: read after a place.
CREATE CONSTRAINT event_place IF NOT EXISTS FOR (n:Event) REQUIRE n.place IS UNIQUE;
CREATE INDEX event_entity IF NOT EXISTS FOR (n:Event) ON (n.entity);
