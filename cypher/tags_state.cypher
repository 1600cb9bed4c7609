// Where tags stand: the last day for which they were assigned, whether a sweep over everything was cut off, the rules that the store
// knows (no rule while its subjects are being looked at), and how many entities changed or are due up to a day, else that one.
MATCH (s:Store {id: 'store'})
WITH s, coalesce($day, s.tagDay) AS day
RETURN s.tagDay AS day, coalesce(s.tagsOfAll, false) AS everything,
       COLLECT { MATCH (t:Tag) RETURN [t.id, t.rule] } AS rules,
       COUNT { MATCH (:Changed) } AS changed,
       COUNT { MATCH (e:Entity) WHERE e.due <= day AND NOT e:Changed } AS due
