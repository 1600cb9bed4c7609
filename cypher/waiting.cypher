// What waits, by dataset and by the kind of end that nobody answers to: whole rows, and relations of rows that are in.
MATCH (r:Record)
WHERE r.waitsFor IS NOT NULL AND r:Present
UNWIND r.waitsFor AS kind
WITH r.dataset AS dataset, split(kind, '|') AS kind, r:Waiting AS whole
RETURN dataset, kind[0] AS classes, kind[1] AS named, kind[2] AS why, sum(CASE WHEN whole THEN 1 ELSE 0 END) AS rows,
       sum(CASE WHEN whole THEN 0 ELSE 1 END) AS relations
ORDER BY dataset, classes, named, why
