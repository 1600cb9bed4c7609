// The tags that the store knows, and under which rule all their subjects were looked at; none while that is going on.
MATCH (t:Tag)
RETURN t.id AS id, t.rule AS rule
