// What waits is found by the kinds of ends that it waits for; records that wait for nothing have none and stand in no index.
CREATE INDEX record_waits IF NOT EXISTS FOR (r:Record) ON (r.waitsFor);
// Entities known by a key in the place of their class's own are few; only they carry the mark.
CREATE INDEX entity_weak IF NOT EXISTS FOR (n:Entity) ON (n.weak);
