"""The small graph in the running Neo4j, taken out again when the tests of a file are done; and a receipt log of its own for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dossier.graph import Small
from twopages.access.receipts import Folder
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.settings import Settings


@pytest.fixture(scope="module")
def small(open_graph: Store, keys: KeyRing) -> Iterator[Small]:
    graph = Small(keys)
    graph.remove(open_graph)
    graph.write(open_graph)
    yield graph
    graph.remove(open_graph)


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def ring(here: Settings) -> KeyRing:
    return KeyRing.create(here)


@pytest.fixture
def folder(here: Settings) -> Folder:
    return Folder.of(here)


@pytest.fixture
def graph(open_graph: Store) -> Iterator[Store]:
    """The running Neo4j without a look, before the test and after it."""
    _forget(open_graph)
    yield open_graph
    _forget(open_graph)


def _forget(store: Store) -> None:
    for label in ("Look", "LookPlace", "Question", "Looked"):
        store.write(lambda tx, label=label: tx.run(f"MATCH (n:{label}) DETACH DELETE n"))  # type: ignore[misc]
