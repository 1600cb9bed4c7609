// The datasets that have records in the store, and how many.
MATCH (b:Batch)<-[:IN]-(r:Record)
RETURN b.dataset AS dataset, count(r) AS records
ORDER BY dataset
