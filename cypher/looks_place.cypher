// How far a receipt log was read.
MATCH (p:LookPlace {log: $log})
RETURN p.segment AS segment, p.offset AS offset, p.sequence AS sequence, p.chain AS chain
