// What makes the lock below exclusive; a label of its own, so that no schema change has to wait for the lock.
CREATE CONSTRAINT migration_lock_id IF NOT EXISTS FOR (n:MigrationLock) REQUIRE n.id IS UNIQUE
