// Entities a page at a time, with what stands in plain on them and the records that may have won it.
MATCH (e:Entity)
WHERE e.id > $after AND NOT e:Alias
WITH e
ORDER BY e.id
LIMIT $limit
RETURN e.id AS id, labels(e) AS labels, properties(e) AS properties,
       COLLECT {
         MATCH (e)<-[a:ABOUT]-(r:Record)
         WHERE any(attribute IN a.supplies WHERE attribute IN $plain)
         RETURN [r.id, r.dataset, r.slot, r.recency, r.period, a.supplies]
       } AS records
ORDER BY id
