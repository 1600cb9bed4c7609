// How a record that was linked anew stands now.
UNWIND $rows AS row
MATCH (r:Record {id: row.id})
SET r.asserts = row.asserts, r.pending = row.pending
FOREACH (_ IN CASE WHEN row.waiting THEN [1] ELSE [] END | SET r:Waiting)
