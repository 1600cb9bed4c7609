// The rows of a dataset that were put aside may name others under another ontology.
MATCH (:Batch {dataset: $dataset})<-[:IN]-(q:Quarantined)
SET q:Unread
