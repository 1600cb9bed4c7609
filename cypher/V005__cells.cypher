// What lies in or near a cell of the grid of about a kilometre: the cells stand on places and features, their coordinates in records alone.
CREATE FULLTEXT INDEX place_cells IF NOT EXISTS FOR (n:Entity) ON EACH [n.cells]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'whitespace', `fulltext.eventually_consistent`: false } };
