// How many requests were decided on their first day, of those whose first day is over or that are decided.
MATCH (r:ScenarioRequest)
WHERE ($department = '' OR r.department = $department) AND (r.decidedOn IS NOT NULL OR r.filedOn < $today)
RETURN count(CASE WHEN r.decidedOn = r.filedOn THEN 1 END) AS sameDay, count(r) AS counted
