// Who holds a share of these entities by one of the relations. One row, for speed.
UNWIND $ids AS id
MATCH (e:Entity {id: id})<-[l:$any($types)]-(o:Entity)
RETURN collect([id, type(l), l.records, properties(l), o.id, labels(o), o.caption, o.sealedCaption]) AS found
