// The present records that may win a value that stands in plain on its entity.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN e.id AS id, labels(e) AS labels, e.winners AS winners,
       COLLECT {
         MATCH (e)<-[a:ABOUT]-(r:Record)
         WHERE any(attribute IN a.supplies WHERE attribute IN $plain)
         RETURN [r.id, r.dataset, r.slot, r.recency, r.period, a.supplies]
       } AS records
