// The present records that may win a value that stands in plain on its entity. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})
RETURN collect([id, labels(e), e.winners, COLLECT {
  MATCH (e)<-[a:ABOUT]-(r:Record)
  WITH r, [attribute IN a.supplies WHERE attribute IN $plain] AS supplies
  WHERE size(supplies) > 0
  RETURN [r.id, r.dataset, r.slot, r.recency, r.period, supplies]
}]) AS found
