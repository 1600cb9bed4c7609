"""The small graph in the running Neo4j, taken out again when the tests of a file are done."""

from collections.abc import Iterator

import pytest

from tests.dossier.graph import Small
from twopages.graph import Store
from twopages.keys import KeyRing


@pytest.fixture(scope="module")
def small(open_graph: Store, keys: KeyRing) -> Iterator[Small]:
    graph = Small(keys)
    graph.remove(open_graph)
    graph.write(open_graph)
    yield graph
    graph.remove(open_graph)
