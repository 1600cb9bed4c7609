"""Migrations on a real, empty store: once, in order, by one starter, and never a changed one."""

import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twopages.errors import StoreError
from twopages.graph import Store, migrate, pending_migrations
from twopages.graph.statements import split_statements, statement
from twopages.settings import Settings

FIRST = "// a ; in a comment\nCREATE CONSTRAINT one IF NOT EXISTS FOR (n:One) REQUIRE n.id IS UNIQUE;\n"
SECOND = 'MERGE (n:One {id: \'a;b\'}) SET n.runs = coalesce(n.runs, 0) + 1;\nMERGE (:One {id: "c;\\"d"})'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "V001__first.cypher").write_text(FIRST, "utf-8")
    (tmp_path / "V002__second.cypher").write_text(SECOND, "utf-8")
    (tmp_path / "not_a_migration.cypher").write_text("RETURN 1", "utf-8")
    return tmp_path


def ones(store: Store) -> list[object]:
    return [row["id"] for row in store.read("MATCH (n:One) RETURN n.id AS id ORDER BY id")]


def test_each_is_applied_once_in_order(own_store: Store, folder: Path) -> None:
    assert pending_migrations(own_store, folder) == ["V001__first", "V002__second"]
    assert migrate(own_store, folder) == ["V001__first", "V002__second"]
    assert migrate(own_store, folder) == []
    assert pending_migrations(own_store, folder) == []
    assert ones(own_store) == ["a;b", 'c;"d']
    assert own_store.read("MATCH (n:One {id: 'a;b'}) RETURN n.runs AS runs") == [{"runs": 1}]


def test_what_was_applied_is_written_down(own_store: Store, folder: Path) -> None:
    migrate(own_store, folder)
    rows = own_store.read("MATCH (n:Migration) RETURN n {.*} AS row ORDER BY n.version")
    assert [(row["row"]["version"], row["row"]["name"]) for row in rows] == [(1, "first"), (2, "second")]
    assert all(len(row["row"]["checksum"]) == 64 and row["row"]["at"] for row in rows)


def test_a_later_one_is_applied_by_itself(own_store: Store, folder: Path) -> None:
    migrate(own_store, folder)
    (folder / "V003__third.cypher").write_text("MERGE (:One {id: 'third'});", "utf-8")
    assert migrate(own_store, folder) == ["V003__third"]


def test_a_changed_one_is_refused_and_nothing_is_applied(own_store: Store, folder: Path) -> None:
    migrate(own_store, folder)
    (folder / "V001__first.cypher").write_text(FIRST + "// later", "utf-8")
    (folder / "V003__third.cypher").write_text("MERGE (:One {id: 'third'})", "utf-8")
    for look in (migrate, pending_migrations):
        with pytest.raises(StoreError, match=r"^Migration V001__first was changed .* Restore the file"):
            look(own_store, folder)
    assert "third" not in ones(own_store)


def test_line_ends_of_a_checkout_are_no_change(own_store: Store, folder: Path) -> None:
    migrate(own_store, folder)
    (folder / "V001__first.cypher").write_bytes(FIRST.replace("\n", "\r\n").encode())
    assert migrate(own_store, folder) == []


def test_a_missing_one_is_refused(own_store: Store, folder: Path) -> None:
    migrate(own_store, folder)
    (folder / "V002__second.cypher").unlink()
    with pytest.raises(StoreError, match=r"^This store has had migration V002__second, which .* newer one\.$"):
        migrate(own_store, folder)


def test_one_that_comes_too_late_is_refused(own_store: Store, folder: Path) -> None:
    (folder / "V001__first.cypher").rename(folder / "V003__first.cypher")
    migrate(own_store, folder)
    (folder / "V001__late.cypher").write_text("RETURN 1", "utf-8")
    with pytest.raises(StoreError, match=r"^Migration V001__late comes before .* number above 3\.$"):
        migrate(own_store, folder)


def test_two_of_one_number_and_wrong_names_are_refused(own_store: Store, folder: Path) -> None:
    (folder / "V002__other.cypher").write_text("RETURN 1", "utf-8")
    with pytest.raises(StoreError, match="have version 2"):
        migrate(own_store, folder)
    (folder / "V002__other.cypher").rename(folder / "V2-other.cypher")
    with pytest.raises(StoreError, match="is not named like a migration"):
        migrate(own_store, folder)


def test_one_that_was_cut_off_is_taken_up_again(own_store: Store, folder: Path) -> None:
    (folder / "V002__second.cypher").write_text(SECOND + ";\nTHIS IS NO CYPHER", "utf-8")
    with pytest.raises(StoreError, match=r"SyntaxError"):
        migrate(own_store, folder)
    assert pending_migrations(own_store, folder) == ["V002__second"]
    (folder / "V002__second.cypher").write_text(SECOND, "utf-8")
    assert migrate(own_store, folder) == ["V002__second"]
    assert ones(own_store) == ["a;b", 'c;"d']


def test_of_two_starters_one_applies_and_the_other_waits(own_store: Store, folder: Path) -> None:
    done: list[list[str]] = []
    threads = [threading.Thread(target=lambda: done.append(migrate(own_store, folder))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [[], [], [], ["V001__first", "V002__second"]]
    assert own_store.read("MATCH (n:One {id: 'a;b'}) RETURN n.runs AS runs") == [{"runs": 1}]


def test_a_starter_that_fails_leaves_no_lock(own_store: Store, folder: Path) -> None:
    with pytest.raises(RuntimeError, match="fails"), own_store.holding(lock_text(own_store)):
        raise RuntimeError("fails")
    assert migrate(own_store, folder) == ["V001__first", "V002__second"]
    assert own_store.read("MATCH (n:MigrationLock) RETURN n") == []


def lock_text(store: Store) -> str:
    store.write(lambda transaction: transaction.run(statement("migration_guard")))
    return statement("migration_lock")


def test_the_projects_own_migrations_may_run_twice(own_store: Store) -> None:
    folder = Settings().cypher
    applied = migrate(own_store, folder)
    schema = own_store.read("SHOW INDEXES YIELD name, state WHERE name IS NOT NULL RETURN name, state ORDER BY name")
    assert {row["state"] for row in schema} == {"ONLINE"}
    own_store.write(lambda transaction: transaction.run("MATCH (n:Migration) DELETE n"))
    assert migrate(own_store, folder) == applied
    assert (
        own_store.read("SHOW INDEXES YIELD name, state WHERE name IS NOT NULL RETURN name, state ORDER BY name")
        == schema
    )


def test_enterprises_are_found_by_a_part_of_their_name(own_store: Store) -> None:
    migrate(own_store, Settings().cypher)
    names = ["上海晨光机械有限公司", "上海明珠食品有限公司", "晨光(上海)贸易有限公司"]
    own_store.write(
        lambda t: t.run("UNWIND $names AS name CREATE (:Entity {id: name, caption: name})", {"names": names})
    )
    text = (
        "CALL db.index.fulltext.queryNodes('caption_text', $words) YIELD node RETURN node.caption AS name ORDER BY name"
    )
    found = own_store.read(text, {"words": '"晨光"'})
    assert [row["name"] for row in found] == sorted([names[0], names[2]])


PIECES = st.sampled_from(["MATCH (n)", "'a;b'", '"c;d"', "`e;``f`", "'it\\'s;'", '"\\";"', "RETURN 1", "\n"])
COMMENTS = st.sampled_from(["// x ; y\n", "/* p ; \n q */"])


@given(st.lists(st.lists(PIECES, min_size=1, max_size=5), max_size=5), COMMENTS)
def test_statements_end_where_a_semicolon_is_code(statements: list[list[str]], comment: str) -> None:
    texts = [" ".join(pieces).strip() for pieces in statements]
    found = split_statements(";".join(f"{comment}{text}{comment}" for text in texts))
    assert found == [text for text in texts if text]


def test_an_address_in_a_string_is_no_comment() -> None:
    assert split_statements("RETURN 'urn://x'; RETURN 1 / 2") == ["RETURN 'urn://x'", "RETURN 1 / 2"]
