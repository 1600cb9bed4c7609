// The erasures that are done in this store.
MATCH (x:Erasure)
WHERE x.done
RETURN x.number AS number, x.chain AS chain
ORDER BY number
