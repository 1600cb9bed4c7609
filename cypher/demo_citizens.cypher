// Subjects with most to show, first those that act for others: who the demo can sign in as.
MATCH (subject:Entity)<-[:ABOUT]-(record:Record)
WHERE $class IN labels(subject)
WITH subject, count(record) AS records
OPTIONAL MATCH (subject)-[link]->(:Entity)
WHERE type(link) IN $represents
WITH subject, records, count(link) > 0 AS acts
ORDER BY records DESC, subject.id
WITH acts, collect({id: subject.id, caption: subject.caption, sealedCaption: subject.sealedCaption})[..$each] AS found
UNWIND found AS citizen
RETURN acts, citizen.id AS id, citizen.caption AS caption, citizen.sealedCaption AS sealedCaption
ORDER BY acts DESC
