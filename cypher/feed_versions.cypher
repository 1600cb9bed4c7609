// Every version that the store holds of the slots of a chunk.
UNWIND $slots AS slot
MATCH (r:Record {slot: slot})
RETURN r.slot AS slot, r.id AS id, r.hash AS hash, r.asOf AS asOf, r.seen AS seen, r.retired AS retired,
       r:Present AS present, r.row AS row, r.asserts AS asserts
