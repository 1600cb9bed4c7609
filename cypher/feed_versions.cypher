// Every version that the store holds of the slots of a chunk. One row, for speed.
UNWIND $slots AS slot
MATCH (r:Record {slot: slot})
RETURN collect([r.slot, r.asserts, [r.id, r.hash, r.asOf, r.seen, r.retired, r:Present, r.row, r.until, coalesce(r.gaps, [])]]) AS found
