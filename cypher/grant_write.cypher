// One more grant.
CREATE (g:Grant:$($kind))
SET g = $properties
