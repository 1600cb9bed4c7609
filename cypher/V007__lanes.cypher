// The lane of each subject, a token with which its id begins: pages of a search are looked for among those of a few lanes.
MATCH (e:Entity)
WHERE e.finds IS NOT NULL AND NOT 'id:' + left(e.id, 2) IN e.finds
SET e.finds = COLLECT { UNWIND e.finds + ['id:' + left(e.id, 2)] AS token RETURN token ORDER BY token };
