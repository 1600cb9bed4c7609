"""The small graph in the running Neo4j, taken out again when the tests of a file are done; and the program over the small city."""

from collections.abc import Iterator

import pytest

from tests.api.acting import Office, office
from tests.conftest import City
from tests.dossier.graph import Small
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


@pytest.fixture(scope="module")
def acting(
    city: City, store: Store, settings: Settings, keys: KeyRing, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    with office(store, settings, tmp_path_factory.mktemp("acts")) as made:
        yield made


@pytest.fixture
def town(acting: Office) -> Office:
    """Where nobody has done anything yet."""
    acting.forget()
    return acting
