// The records that name a key whose meaning moved, with all that linking them anew needs.
UNWIND $ids AS id
MATCH (:Key {id: id})<-[:NAMES]-(r:Record)
WITH DISTINCT r
MATCH (r)-[:IN]->(b:Batch)
RETURN r.id AS id, r.dataset AS dataset, r.slot AS slot, r.recency AS recency, r.period AS period, r.payload AS payload,
       r:Present AS present, r:Waiting AS waiting, r.pending AS pending, r.asserts AS asserts, b.id AS batch
