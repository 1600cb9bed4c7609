// An authorisation that its agent accepts; what was revoked meanwhile stays revoked.
MATCH (g:Grant {id: $id})
WHERE g.ended IS NULL AND g.accepted IS NULL
SET g.accepted = $now
