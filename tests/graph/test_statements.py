"""Every statement in cypher/ is understood by the server that is shipped, under the project's own schema."""

import re
from pathlib import Path

import pytest
from neo4j import GraphDatabase, Query

from twopages.errors import StoreError
from twopages.graph import LocalNeo4j, Store, migrate, statement
from twopages.graph.statements import split_statements
from twopages.settings import Settings

FOLDER = Settings().cypher
NAMED = sorted(file.stem for file in FOLDER.glob("*.cypher") if not re.match(r"V\d", file.name))
BAD = {"DEPRECATION", "PERFORMANCE"}


def explained(server: LocalNeo4j, text: str) -> set[str]:
    """The kinds of notices that the server gives about a statement; it fails when it is not understood."""
    authority = ("neo4j", server.layout.password())
    with GraphDatabase.driver(server.shell_url(), auth=authority) as driver, driver.session() as session:
        parameters = dict.fromkeys(re.findall(r"\$(\w+)", text))
        summary = session.run(Query(f"EXPLAIN {text}"), parameters).consume()
        return {notice.raw_classification or "" for notice in summary.gql_status_objects if notice.is_notification}


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("name", NAMED)
def test_a_statement_is_understood_and_not_discouraged(own_neo4j: LocalNeo4j, name: str) -> None:
    assert not explained(own_neo4j, statement(name)) & BAD


@pytest.mark.parametrize("file", sorted(FOLDER.glob("V*.cypher")), ids=lambda file: file.stem)
def test_schema_statements_may_run_twice(file: Path) -> None:
    texts = split_statements(file.read_text("utf-8"))
    assert texts
    for text in texts:
        assert not text.startswith(("CREATE", "DROP")) or re.search(r"IF (NOT )?EXISTS", text), text


def test_lookups_by_identity_use_the_schema(own_store: Store) -> None:
    migrate(own_store, FOLDER)
    for pattern in (
        "(n:Entity {id: $id})",
        "(n:Record {id: $id})",
        "(n:Record {slot: $id})",
        "(n:Present {slot: $id})",
        "(n:Key {id: $id})",
        "(n:Batch {id: $id})",
        "(n:Batch {dataset: $id})",
        "(n:Division {code: $id})",
        "(n:Quarantined {id: $id})",
    ):
        rows = own_store.read(f"EXPLAIN MATCH {pattern} RETURN n", {"id": "x"})
        assert rows == []
        assert "Index" in plan_of(own_store, f"MATCH {pattern} RETURN n"), pattern


def plan_of(store: Store, text: str) -> str:
    with store._driver.session() as session:
        return str(session.run(Query(f"EXPLAIN {text}"), {"id": "x"}).consume().plan)


def test_a_statement_that_is_not_there_is_named() -> None:
    with pytest.raises(StoreError, match="no statement 'nowhere'"):
        statement("nowhere")
