// Nothing of that is kept.
MATCH (n:Blank)
DELETE n
