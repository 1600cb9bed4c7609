// What exists once, and how it is found again. Every statement may run twice: a migration that was cut off is run again from its start.

CREATE CONSTRAINT migration_version IF NOT EXISTS FOR (n:Migration) REQUIRE n.version IS UNIQUE;
CREATE CONSTRAINT store_id IF NOT EXISTS FOR (n:Store) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT library_id IF NOT EXISTS FOR (n:Library) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT dataset_id IF NOT EXISTS FOR (n:Dataset) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT department_id IF NOT EXISTS FOR (n:Department) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT division_code IF NOT EXISTS FOR (n:Division) REQUIRE n.code IS UNIQUE;

CREATE CONSTRAINT batch_id IF NOT EXISTS FOR (n:Batch) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT quarantined_id IF NOT EXISTS FOR (n:Quarantined) REQUIRE n.id IS UNIQUE;

CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT key_id IF NOT EXISTS FOR (n:Key) REQUIRE n.id IS UNIQUE;

// A row has many versions and one present one.
CREATE CONSTRAINT record_id IF NOT EXISTS FOR (n:Record) REQUIRE n.id IS UNIQUE;
CREATE CONSTRAINT present_slot IF NOT EXISTS FOR (n:Present) REQUIRE n.slot IS UNIQUE;
CREATE INDEX record_slot IF NOT EXISTS FOR (n:Record) ON (n.slot);

// A full delivery is compared with what is present, in the order of the slots.
CREATE INDEX present_dataset IF NOT EXISTS FOR (n:Present) ON (n.dataset, n.slot);
CREATE INDEX batch_dataset IF NOT EXISTS FOR (n:Batch) ON (n.dataset);

// Captions in Chinese have no spaces: the cjk analyzer cuts them into pairs of characters.
CREATE FULLTEXT INDEX caption_text IF NOT EXISTS FOR (n:Entity) ON EACH [n.caption]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'cjk', `fulltext.eventually_consistent`: false } };
