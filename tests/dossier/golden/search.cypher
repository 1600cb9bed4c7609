CALL db.index.fulltext.queryNodes('caption_text', $text) YIELD node AS e
WHERE e:Firm
RETURN e.id AS id, e.caption AS caption
ORDER BY size(e.caption), e.caption, e.id LIMIT $size

CALL db.index.fulltext.queryNodes('caption_text', $text) YIELD node AS e
WHERE e:Firm AND (size(e.caption) > size($caption) OR size(e.caption) = size($caption) AND (e.caption > $caption OR e.caption = $caption AND e.id > $last))
RETURN e.id AS id, e.caption AS caption
ORDER BY size(e.caption), e.caption, e.id LIMIT $size
