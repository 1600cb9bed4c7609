"""Tables of a real PostgreSQL as deliveries."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import psycopg
import pytest

from tests.postgres_server import execute, postgres
from tests.sources.build import HEADERS, ROWS, dataset, read
from twopages.errors import DeliveryError
from twopages.sources import at_hand, open_delivery, read_manifest, verify, write_manifest

SECRET = "a-password-that-nobody-may-read"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with postgres() as address:
        yield address


def fill(address: str, rows: Sequence[Sequence[str]] = ROWS, table: str = "register") -> None:
    names = ", ".join(f'"{header}" text' for header in HEADERS)
    execute(address, [f'DROP TABLE IF EXISTS "{table}"', f'CREATE TABLE "{table}" ({names}, "别的" text)'])
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.executemany(f'INSERT INTO "{table}" VALUES (%s, %s, %s)'.encode(), [tuple(row) for row in rows])


def delivered(folder: Path, table: str = "register", rows: int = len(ROWS)) -> Path:
    path = folder / "register-20240630.postgresql"
    path.write_text(json.dumps({"connection": "REGISTRY"}))
    write_manifest(path, dataset="register", mode="full", as_of="2024-06-30", encoding=None, rows=rows, table=table)
    return path


def drawn(path: Path, address: str) -> tuple[list[tuple[str, ...]], str]:
    """The rows of a delivery, verified, and its SHA-256."""
    with at_hand(path, read_manifest(path), dataset(), {"TWOPAGES_SOURCE_REGISTRY": address}) as (file, manifest):
        verify(file, manifest, dataset())
        return read(open_delivery(file, manifest, dataset())), manifest.sha256


def refused(path: Path, environment: dict[str, str]) -> str:
    with (
        pytest.raises(DeliveryError) as caught,
        at_hand(path, read_manifest(path), dataset(), environment) as (file, told),
    ):
        verify(file, told, dataset())
    message = str(caught.value)
    assert message.startswith("register-20240630.postgresql: ")
    assert SECRET not in message
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return message


def test_a_table_gives_its_rows_and_the_same_digest_whatever_their_order(server: str, tmp_path: Path) -> None:
    fill(server)
    first = drawn(delivered(tmp_path), server)
    assert sorted(first[0]) == sorted(ROWS)
    fill(server, ROWS[::-1])
    assert drawn(delivered(tmp_path), server) == first
    fill(server, [*ROWS[:2], ("3", "", "丁居委")])
    assert drawn(delivered(tmp_path), server)[1] != first[1]


def test_columns_of_every_type_become_the_text_of_other_formats(server: str, tmp_path: Path) -> None:
    execute(server, [
        "DROP SCHEMA IF EXISTS office CASCADE", "CREATE SCHEMA office",
        'CREATE TABLE office.typed ("编号" integer, "姓名" text[], "居(村)委会" timestamptz)',
        "INSERT INTO office.typed VALUES (1, '{甲,乙}', '2020-01-02 04:00:00+00'), (2, NULL, NULL)",
        'CREATE TABLE office.more ("编号" numeric(18, 2), "姓名" boolean, "居(村)委会" date)',
        "INSERT INTO office.more VALUES (12.50, true, '2020-01-02'), (-3, false, NULL)",
    ])  # fmt: skip
    assert drawn(delivered(tmp_path, "office.typed", 2), server)[0] == [
        ("1", "甲;乙", "2020-01-02 12:00:00"),
        ("2", "", ""),
    ]
    assert drawn(delivered(tmp_path, "office.more", 2), server)[0] == [("-3.00", "0", ""), ("12.50", "1", "2020-01-02")]


def test_the_file_is_its_owners_alone_and_gone_afterwards(server: str, tmp_path: Path) -> None:
    fill(server)
    path = delivered(tmp_path)
    with at_hand(path, read_manifest(path), dataset(), {"TWOPAGES_SOURCE_REGISTRY": server}) as (file, _):
        assert file.is_file()
        assert file.parent.stat().st_mode & 0o077 == 0
        assert "别的" not in file.read_text("utf-8")  # what no data set asks for is not drawn
    assert not file.parent.exists()


def test_other_deliveries_are_at_hand_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "d.csv"
    path.write_text("编号\n1\n")
    manifest = write_manifest(path, dataset="register", mode="full", as_of="2024-06-30", encoding="utf-8", rows=1)
    with at_hand(path, manifest, dataset()) as (file, told):
        assert (file, told) == (path, manifest)


def test_an_address_may_stand_in_a_file_that_nobody_else_can_read(server: str, tmp_path: Path) -> None:
    fill(server)
    path, secret = delivered(tmp_path), tmp_path / "secret"
    secret.write_text(server + "\n")
    secret.chmod(0o600)
    environment = {"TWOPAGES_SOURCE_REGISTRY_FILE": str(secret)}
    with at_hand(path, read_manifest(path), dataset(), environment) as (file, _):
        assert file.stat().st_size
    secret.chmod(0o640)
    assert "Give it the mode 600" in refused(path, environment)


def test_what_cannot_be_drawn_is_refused_without_any_secret(server: str, tmp_path: Path) -> None:
    fill(server)
    path = delivered(tmp_path)
    assert "Set TWOPAGES_SOURCE_REGISTRY" in refused(path, {})
    wrong = f"postgresql://owner:{SECRET}@127.0.0.1:1/postgres"
    assert "cannot be reached" in refused(path, {"TWOPAGES_SOURCE_REGISTRY": wrong})
    assert "cannot be reached" in refused(path, {"TWOPAGES_SOURCE_REGISTRY": f"{SECRET} and no address"})
    known = {"TWOPAGES_SOURCE_REGISTRY": server}
    assert "there is no table 'nowhere'" in refused(delivered(tmp_path, "nowhere"), known)
    assert "it has 3 rows and its manifest says 4" in refused(delivered(tmp_path, rows=4), known)
    execute(server, ["DROP TABLE IF EXISTS strange", "CREATE TABLE strange (a text)"])
    assert "none of the columns of register" in refused(delivered(tmp_path, "strange"), known)
    execute(server, ["DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN"])
    guest = {"TWOPAGES_SOURCE_REGISTRY": server.replace("owner", "guest")}
    assert "cannot be read (SQLSTATE 42501)" in refused(delivered(tmp_path), guest)
    path = delivered(tmp_path)
    path.write_text('{"connection": "../etc"}')
    assert "names no connection" in refused(path, known)


def test_a_digest_in_the_manifest_is_held_to(server: str, tmp_path: Path) -> None:
    fill(server)
    path = delivered(tmp_path)
    digest = drawn(path, server)[1]
    told = path.with_name(path.name + ".manifest.json")
    content = json.loads(told.read_text())
    told.write_text(json.dumps({**content, "sha256": digest}))
    assert drawn(path, server)[1] == digest
    fill(server, [*ROWS[:2], ("3", "", "丁居委")])
    assert "its SHA-256 is not that of its manifest" in refused(path, {"TWOPAGES_SOURCE_REGISTRY": server})
