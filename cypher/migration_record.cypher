// A migration is done.
MERGE (n:Migration {version: $version})
SET n.name = $name, n.checksum = $checksum, n.at = toString(datetime())
