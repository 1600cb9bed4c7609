"""A store of many times the subjects: a fed city copied over and over inside it, so that distributions and neighbourhoods stay the same.

Copied are entities with what stands in plain on them, and relations and tags with theirs: all that rules, tags and searches read.
Records and keys are not, for they read none of them.
"""

from collections.abc import Iterator

from bench.place import Place
from twopages.keys import KeyRing

CHUNK = 1_000
ENTITIES = """
MATCH (e:Entity) WHERE NOT e:Alias
CALL (e) {
  UNWIND range(1, $times - 1) AS time
  CREATE (c:$(labels(e)))
  SET c = e{.*, id: e.id + '-' + time}
} IN TRANSACTIONS OF $chunk ROWS
"""
EDGES = """
MATCH (e:Entity)-[r]->(f:Entity) WHERE NOT e:Alias AND NOT f:Alias AND NOT e.id CONTAINS '-'
CALL (e, r, f) {
  UNWIND range(1, $times - 1) AS time
  MATCH (c:Entity {id: e.id + '-' + time})
  MATCH (d:Entity {id: f.id + '-' + time})
  CREATE (c)-[s:$(type(r))]->(d)
  SET s = properties(r)
} IN TRANSACTIONS OF $chunk ROWS
"""
TAGS = """
MATCH (e:Entity)-[r:TAGGED]->(t:Tag) WHERE NOT e.id CONTAINS '-'
CALL (e, r, t) {
  UNWIND range(1, $times - 1) AS time
  MATCH (c:Entity {id: e.id + '-' + time})
  CREATE (c)-[s:TAGGED]->(t)
  SET s = properties(r)
} IN TRANSACTIONS OF $chunk ROWS
"""


SEALED = "MATCH (e:Entity) WHERE e.sealedCaption IS NOT NULL AND NOT e.id CONTAINS '-' RETURN e.id AS id, e.sealedCaption AS sealed"
SEAL = "UNWIND $rows AS row MATCH (c:Entity {id: row.id}) SET c.sealedCaption = row.sealed"


def multiply(place: Place, times: int) -> None:
    """Make of each entity of the store as many."""
    with place.driver() as driver, driver.session() as session:
        for text in (ENTITIES, EDGES, TAGS):
            session.run(text, {"times": times, "chunk": CHUNK}).consume()
        for row in session.run(SEALED).data():
            session.run(SEAL, {"rows": list(_sealed(place.keys, times, row["id"], row["sealed"]))}).consume()


def _sealed(keys: KeyRing, times: int, id: str, sealed: str) -> Iterator[dict[str, str]]:
    """The short name of an entity for each of its copies: it opens for the entity alone for which it was sealed."""
    text = keys.open(sealed, id)
    yield from ({"id": f"{id}-{time}", "sealed": keys.seal(text, f"{id}-{time}")} for time in range(1, times))
