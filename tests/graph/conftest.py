"""A Neo4j of this folder's own, since its tests migrate, stop and break what the rest of the suite shares."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from twopages.graph import LocalNeo4j, Store, open_store
from twopages.settings import Settings


@pytest.fixture(scope="session")
def own_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("graph"), neo4j_port=0)


@pytest.fixture(scope="session")
def own_neo4j(own_settings: Settings) -> Iterator[LocalNeo4j]:
    with LocalNeo4j(own_settings) as server:
        yield server


@pytest.fixture
def own_store(own_neo4j: LocalNeo4j, own_settings: Settings) -> Iterator[Store]:
    """Connected and empty: no node, no constraint, no index."""
    with open_store(own_settings) as store:
        _empty(store)
        yield store


def _empty(store: Store) -> None:
    store.write(lambda transaction: transaction.run("MATCH (n) DETACH DELETE n"))
    for row in store.read("SHOW CONSTRAINTS YIELD name"):
        _drop(store, f"DROP CONSTRAINT {row['name']}")
    for row in store.read("SHOW INDEXES YIELD name, type WHERE type <> 'LOOKUP' RETURN name"):
        _drop(store, f"DROP INDEX {row['name']}")


def _drop(store: Store, text: str) -> None:
    store.write(lambda transaction: transaction.run(text))


@pytest.fixture
def new_home(tmp_path: Path) -> Iterator[Settings]:
    """Settings of a home where nothing is yet; whatever runs there in the end is stopped."""
    settings = replace(Settings(), home=tmp_path / "home", neo4j_port=0)
    with ExitStack() as stack:
        stack.callback(LocalNeo4j(settings).stop)
        yield settings
