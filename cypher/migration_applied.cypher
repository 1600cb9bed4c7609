// The migrations that this store has had.
MATCH (n:Migration)
RETURN n.version AS version, n.name AS name, n.checksum AS checksum
ORDER BY version
