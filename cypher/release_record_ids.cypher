// Every version of the rows of a dataset. One row, for speed.
MATCH (:Batch {dataset: $dataset})<-[:IN]-(r:Record)
RETURN collect(r.id) AS found
