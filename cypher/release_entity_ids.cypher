// The entities of a class. One row, for speed.
MATCH (e:Entity:$($cls))
RETURN collect(e.id) AS found
