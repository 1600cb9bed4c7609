// What was erased stays erased: keyed hashes of the keys, things and rows that were somebody's, and the erasures that left them.
CREATE CONSTRAINT tombstone_id IF NOT EXISTS FOR (n:Tombstone) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT erasure_chain IF NOT EXISTS FOR (n:Erasure) REQUIRE n.chain IS UNIQUE;
