"""What the whole suite shares: the compiled ontology, one running Neo4j, and a small city fed into it once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.quiet import look_through, overheard
from tests.workers import Together, in_order, scheduler
from twopages.feed.delivery import feed_directory
from twopages.feed.report import Report
from twopages.graph import LocalNeo4j, Store, open_store
from twopages.graph.migrations import migrate
from twopages.keys import KeyRing
from twopages.ontology import load_model
from twopages.ontology.model import Model
from twopages.receipts import Folder
from twopages.settings import Settings
from twopages.synthetic import CityReport, write_city
from twopages.tags.assign import assign
from twopages.tags.rules import Rules

PERSONS, ENTERPRISES, SEED = 300, 40, 7


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that take longest come first."""
    items[:] = in_order(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    """Tests that share a store run in one worker."""
    return scheduler(config, log)


@dataclass(frozen=True)
class City:
    """A city written and fed: where its deliveries are, what it is known to hold, and what the feed said."""

    folder: Path
    report: CityReport
    key: dict[str, Any]
    fed: list[Report]


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model(Settings().ontology)


@pytest.fixture(scope="session", autouse=True)
def quiet(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Set up first and ended last: nothing personal is in any log of the run."""
    with overheard() as said:
        yield
    assert look_through(model, tmp_path_factory.getbasetemp(), said) == []


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    rates = dict.fromkeys(("rate_viewer", "rate_address", "rate_stranger", "rate_sign_in", "rate_look_up"), 1_000_000)
    return replace(Settings(), home=tmp_path_factory.mktemp("home"), neo4j_port=0, demo=True, **rates)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def keys(settings: Settings) -> KeyRing:
    return KeyRing.create(settings)


@pytest.fixture(scope="session")
def neo4j(settings: Settings) -> Iterator[LocalNeo4j]:
    with LocalNeo4j(settings) as server:
        yield server


@pytest.fixture(scope="session")
def open_graph(neo4j: LocalNeo4j, settings: Settings) -> Iterator[Store]:
    """The connected store, migrated; whoever writes to it empties it first (`empty`), or uses the city as it is."""
    with open_store(settings) as store:
        migrate(store, settings.cypher)
        yield store


@pytest.fixture(scope="session")
def scratch_settings(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return replace(settings, home=tmp_path_factory.mktemp("scratch"))


@pytest.fixture(scope="session")
def scratch(scratch_settings: Settings) -> Iterator[Store]:
    """A second Neo4j, to be written to."""
    with LocalNeo4j(scratch_settings), open_store(scratch_settings) as store:
        migrate(store, scratch_settings.cypher)
        yield store


@pytest.fixture(scope="session")
def city_files(model: Model, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, CityReport]:
    folder = tmp_path_factory.mktemp("city")
    return folder, write_city(model, folder, persons=PERSONS, enterprises=ENTERPRISES, seed=SEED)


@pytest.fixture(scope="session")
def city(open_graph: Store, keys: KeyRing, model: Model, city_files: tuple[Path, CityReport]) -> City:
    """The city in the store; tests that use it only read."""
    folder, report = city_files
    fed = feed_directory(open_graph, keys, model, folder)
    assign(open_graph, Rules(model), report.as_of)
    return City(folder, report, orjson.loads((folder / "answer-key.json").read_bytes()), fed)


@pytest.fixture(scope="session")
def store(open_graph: Store) -> Store:
    return open_graph


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def ring(here: Settings) -> KeyRing:
    return KeyRing.create(here)


@pytest.fixture
def folder(here: Settings) -> Folder:
    return Folder.of(here)
