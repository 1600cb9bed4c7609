// What happened, numbered on; the write lock of the feed keeps the places in order.
MATCH (s:Store {id: 'store'})
SET s.events = coalesce(s.events, 0) + size($rows)
WITH s.events - size($rows) AS before
UNWIND range(1, size($rows)) AS number
CREATE (v:Event)
SET v = $rows[number - 1], v.place = before + number, v.id = 'event-' + (before + number),
  v.at = toString(datetime.transaction())
