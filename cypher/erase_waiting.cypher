// The records that wait and the rows that were put aside which name one of these keys or stand in one of these places. One row, for speed.
UNWIND $texts AS text
CALL db.index.fulltext.queryNodes('row_names', text) YIELD node
WITH DISTINCT node
RETURN [collect(CASE WHEN node:Record THEN node.id END), collect(CASE WHEN node:Quarantined THEN node.id END)] AS found
