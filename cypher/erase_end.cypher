// These erasures are done.
UNWIND $chains AS chain
MATCH (x:Erasure {chain: chain})
SET x.done = true
