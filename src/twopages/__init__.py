"""TwoPages: one authoritative file per person and per enterprise, with lineage from every value to its row."""
