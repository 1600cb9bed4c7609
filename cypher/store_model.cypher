// The digest of the ontology that the store was fed under, and of the one that a release is bringing it to; no row before the first feed.
MATCH (s:Store {id: 'store'})
WHERE s.model IS NOT NULL
RETURN s.model AS model, coalesce(s.releasing, '') AS releasing
