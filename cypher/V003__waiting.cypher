// What waits is found by the kinds of ends that it waits for; records that wait for nothing have none and stand in no index.
CREATE INDEX record_waits IF NOT EXISTS FOR (r:Record) ON (r.waitsFor);
