// Marks those who hold tags that there are no more.
UNWIND $ids AS id
MATCH (:Tag {id: id})<-[:TAGGED]-(e:Entity)
WITH DISTINCT e
SET e:Changed, e.changed = [$new]
