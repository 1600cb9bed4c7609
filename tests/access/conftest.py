"""The small graph in the running Neo4j, taken out again when the tests of a file are done; and one without a look."""

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


@pytest.fixture
def graph(open_graph: Store) -> Iterator[Store]:
    """The running Neo4j without a look, before the test and after it."""
    _forget(open_graph)
    yield open_graph
    _forget(open_graph)


def _forget(store: Store) -> None:
    for label in ("Look", "LookPlace", "Question", "Looked"):
        store.write(lambda tx, label=label: tx.run(f"MATCH (n:{label}) DETACH DELETE n"))  # type: ignore[misc]
