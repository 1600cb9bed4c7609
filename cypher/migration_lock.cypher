// Held by an open transaction while migrations run, and undone with it; a second starter waits here.
MERGE (:MigrationLock {id: 'lock'})
