// Refusals that stand of agents on record.
MATCH (g:Grant:Refusal)
WHERE g.agent IN $ids AND g.ended IS NULL
RETURN properties(g) AS given ORDER BY g.made DESC, g.id
