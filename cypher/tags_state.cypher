// The day for which tags were assigned, and how many entities the next sweep has to take up.
MATCH (s:Store {id: 'store'})
RETURN s.tagDay AS day,
       COUNT { MATCH (:Changed) } + COUNT { MATCH (e:Entity) WHERE e.due <= s.tagDay AND NOT e:Changed } AS waiting
