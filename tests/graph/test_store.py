"""Reading and writing, and the one clear line for each way in which a store cannot be had."""

import os
import subprocess
import sys
import threading
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import Result, Session
from neo4j.exceptions import ServiceUnavailable, SessionExpired, TransientError

from twopages.errors import StoreError
from twopages.graph import LocalNeo4j, Store, Transaction, open_store
from twopages.settings import Settings

VALUES = st.one_of(
    st.text(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.none(), st.lists(st.text(), max_size=3)
)


def test_rows_are_dictionaries(own_store: Store) -> None:
    rows = own_store.read("UNWIND $names AS name RETURN name, size(name) AS length", {"names": ["张三", "𠮷野"]})
    assert rows == [{"name": "张三", "length": 2}, {"name": "𠮷野", "length": 2}]


@given(value=VALUES)
@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_value_comes_back_as_it_went(own_store: Store, value: object) -> None:
    assert own_store.read("RETURN $value AS value", {"value": value}) == [{"value": value}]


def test_a_write_is_one_transaction_and_gives_what_its_work_gives(own_store: Store) -> None:
    def work(transaction: Transaction) -> int:
        transaction.run("CREATE (:Thing {id: $id})", {"id": 1})
        return len(transaction.run("MATCH (n:Thing) RETURN n.id AS id"))

    assert own_store.write(work) == 1
    assert own_store.read("MATCH (n:Thing) RETURN n.id AS id") == [{"id": 1}]


def test_a_write_whose_work_fails_changes_nothing(own_store: Store) -> None:
    def work(transaction: Transaction) -> None:
        transaction.run("CREATE (:Thing)")
        raise ValueError("the work's own error")

    with pytest.raises(ValueError, match="the work's own error"):
        own_store.write(work)
    assert own_store.read("MATCH (n:Thing) RETURN n") == []


def test_a_read_cannot_write(own_store: Store) -> None:
    with pytest.raises(StoreError, match=r"Neo\.ClientError\.Statement\.AccessMode"):
        own_store.read("CREATE (:Thing)")


def test_an_error_tells_its_code_and_no_value(own_store: Store) -> None:
    with pytest.raises(StoreError) as raised:
        own_store.read("RETURN toInteger($value) / 0 AS secret, $value AS other", {"value": "310101"})
    assert str(raised.value) == "Neo4j refused a statement (Neo.ClientError.Statement.ArithmeticError)."


def test_unknown_labels_and_properties_are_no_noise(own_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    assert own_store.read("MATCH (n:NoSuchLabel)-[:NO_SUCH_TYPE]->(m) WHERE n.none = 1 RETURN m.nothing") == []
    assert not caplog.records


def test_many_threads_share_a_store(own_store: Store) -> None:
    found: list[int] = []

    def count(number: int) -> None:
        own_store.write(
            lambda transaction: transaction.run("MERGE (n:Count {id: 1}) SET n.seen = coalesce(n.seen, 0) + 1")
        )
        found.append(own_store.read("RETURN $number AS number", {"number": number})[0]["number"])

    threads = [threading.Thread(target=count, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == list(range(8))


@pytest.mark.parametrize("error", [TransientError, ServiceUnavailable, SessionExpired])
def test_a_read_is_tried_again_when_that_may_help(
    own_store: Store, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    failures, run = [error("once"), error("twice")], Session.run

    def failing(session: Session, text: str, parameters: dict[str, Any]) -> Result:
        if failures:
            raise failures.pop()
        return run(session, text, parameters)

    monkeypatch.setattr("twopages.graph.store.PAUSE", 0.0)
    monkeypatch.setattr(Session, "run", failing)
    assert own_store.read("RETURN 1 AS one") == [{"one": 1}]
    assert not failures


def test_a_read_gives_up_in_time(own_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("twopages.graph.store.READ_PATIENCE", 0.0)

    def failing(*_: object, **__: object) -> object:
        raise ServiceUnavailable("gone")

    monkeypatch.setattr(Session, "run", failing)
    with pytest.raises(StoreError, match="cannot be reached"):
        own_store.read("RETURN 1")


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_named_server_is_used_like_the_local_one(own_neo4j: LocalNeo4j, own_settings: Settings, scheme: str) -> None:
    with open_store(named(own_neo4j, own_settings, scheme)) as store:
        assert store.read("RETURN 1 AS one") == [{"one": 1}]


def named(server: LocalNeo4j, local: Settings, scheme: str = "bolt") -> Settings:
    address = f"{scheme}://127.0.0.1:{server.status().port}"
    return replace(local, neo4j_uri=address, neo4j_user="neo4j", neo4j_password=server.layout.password())


def test_a_wrong_password_is_one_clear_line(own_neo4j: LocalNeo4j, own_settings: Settings) -> None:
    with pytest.raises(
        StoreError, match=r"^Neo4j refuses the user name or the password .*TWOPAGES_NEO4J_PASSWORD"
    ) as raised:
        open_store(replace(named(own_neo4j, own_settings), neo4j_password="not-it"))
    assert "not-it" not in str(raised.value)


def test_a_database_that_is_not_there_is_one_clear_line(own_neo4j: LocalNeo4j, own_settings: Settings) -> None:
    with pytest.raises(StoreError, match=r"^Neo4j does not have this database\. .*TWOPAGES_NEO4J_DATABASE"):
        open_store(replace(named(own_neo4j, own_settings), neo4j_database="elsewhere"))


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_a_server_that_is_not_there_is_one_clear_line(own_settings: Settings, scheme: str) -> None:
    with pytest.raises(StoreError, match=r"^Neo4j cannot be reached, .*TWOPAGES_NEO4J_URI\.$"):
        open_store(replace(own_settings, neo4j_uri=f"{scheme}://127.0.0.1:1"))


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1", "nonsense", "bolt://", "bolt+s3://127.0.0.1", "bolt://127.0.0.1/?a=1"]
)
def test_an_address_that_is_none_is_one_clear_line(own_settings: Settings, address: str) -> None:
    with pytest.raises(StoreError, match=r"^(The address of Neo4j|Neo4j cannot be reached).*TWOPAGES_NEO4J_URI"):
        open_store(replace(own_settings, neo4j_uri=address))


def test_a_process_that_only_reads_the_graph_stays_small() -> None:
    program = (
        "import sys, twopages.graph; print(*({'numpy', 'pyarrow', 'pandas', 'jgo', 'requests'} & sys.modules.keys()))"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": "src"})
    assert done.stdout.strip() == ""
