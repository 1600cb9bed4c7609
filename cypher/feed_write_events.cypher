// What happened, numbered on; the write lock of the feed keeps the places in order.
MATCH (s:Store {id: 'store'})
MATCH (b:Batch {id: $batch})
SET s.events = coalesce(s.events, 0) + size($rows)
WITH s.events - size($rows) AS before, b.recordedAt AS at
UNWIND range(1, size($rows)) AS number
CREATE (v:Event)
SET v = $rows[number - 1], v.place = before + number, v.id = 'event-' + (before + number), v.at = at
