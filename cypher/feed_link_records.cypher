// How a record that was linked anew stands now.
UNWIND $rows AS row
MATCH (r:Record {id: row.id})
SET r.asserts = row.asserts, r.pending = row.pending, r.waitsFor = row.waitsFor, r.names = row.names
FOREACH (_ IN CASE WHEN row.waiting THEN [1] ELSE [] END | SET r:Waiting)
