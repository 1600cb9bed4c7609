// The text of one released ontology.
MATCH (v:Release {number: $number})
RETURN v.digest AS digest, v.bundle AS bundle
