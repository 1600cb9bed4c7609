"""Tags: rules as trees become Cypher, columns, sentences and explanations; assigned in the graph and kept right."""
