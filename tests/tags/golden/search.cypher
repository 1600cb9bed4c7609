CALL () {
  CALL db.index.fulltext.queryNodes('subject_finds', $among) YIELD node AS e
  WHERE e:Person AND e.id > $after
  WITH e ORDER BY e.id LIMIT $size
  RETURN collect([e.id, e.caption, e.sealedCaption]) AS page
}
RETURN page

CALL () {
  CALL db.index.fulltext.queryNodes('subject_finds', $among) YIELD node AS e
  WHERE e:Person AND e.id > $after
  WITH e ORDER BY e.id LIMIT $size
  RETURN collect([e.id, e.caption, e.sealedCaption]) AS page
}
CALL () {
  CALL db.index.fulltext.queryNodes('subject_finds', $query) YIELD node AS e
  WHERE e:Person
  RETURN count(e) AS total
}
CALL () {
  CALL db.index.fulltext.queryNodes('subject_finds', $query) YIELD node AS e
  WHERE e:Person
  UNWIND [token IN e.finds WHERE any(of IN $of WHERE token STARTS WITH of)] AS token
  WITH token, count(*) AS count
  WHERE count >= $few
  RETURN collect([token, count]) AS facets
}
RETURN page, total, facets
