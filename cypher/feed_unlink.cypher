// Takes away the links of records that are linked anew.
UNWIND $ids AS id
MATCH (r:Record {id: id})
OPTIONAL MATCH (r)-[l:ABOUT|WAS_ABOUT|WAS_FROM|WAS_TO|NAMES]->()
DELETE l
REMOVE r:Waiting
