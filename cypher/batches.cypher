// The deliveries, newest first, with what became of their rows.
MATCH (b:Batch)
RETURN b.id AS id, b.dataset AS dataset, b.file AS file, b.sha256 AS sha256, b.asOf AS asOf, coalesce(b.recordedAt, '') AS recorded,
       b.mode AS mode, b.state AS state, b.rows AS rows, b.unchanged AS unchanged, b.accepted AS accepted, b.waiting AS waiting,
       b.quarantined AS quarantined, b.retired AS retired, b.relationsWaiting AS relationsWaiting, b.cellsFailed AS cellsFailed
ORDER BY b.asOf DESC, b.dataset, b.id
LIMIT $size
