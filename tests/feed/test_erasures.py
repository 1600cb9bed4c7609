"""The log of erasures: what was written is read, nobody else reads it, and what was changed is told."""

from pathlib import Path

import orjson
import pytest

from twopages.errors import StoreError
from twopages.feed.erasures import Erasures
from twopages.feed.tombstones import Tombstone

ONE, TWO = Tombstone("a1", "key", frozenset({"v1", "v2"})), Tombstone("b2", "near")


@pytest.fixture
def log(tmp_path: Path) -> Erasures:
    log = Erasures(tmp_path / "home" / "tombstones")
    log.append("2021-07-01", "unlawful", [ONE])
    log.append("2021-07-02", "purpose-met", [ONE, TWO])
    return log


def test_what_was_written_is_read(log: Erasures, tmp_path: Path) -> None:
    told = [(item.number, item.day, item.ground, item.stones) for item in log.read()]
    assert told == [(1, "2021-07-01", "unlawful", (ONE,)), (2, "2021-07-02", "purpose-met", (ONE, TWO))]
    assert Erasures(tmp_path / "nothing").read() == []


def test_it_is_its_owners_alone(log: Erasures) -> None:
    assert log.path.stat().st_mode & 0o777 == 0o600
    log.path.chmod(0o644)
    with pytest.raises(StoreError, match="chmod 600"):
        log.read()


def test_a_line_that_was_cut_off_is_none_and_the_next_one_takes_its_place(log: Erasures) -> None:
    before = log.read()
    log.path.write_bytes(log.path.read_bytes() + b'{"number":3,"day":"2021')
    assert log.read() == before
    assert log.append("2021-07-03", "other-law", [TWO]).number == 3
    assert [item.number for item in log.read()] == [1, 2, 3]


@pytest.mark.parametrize("fault", ["changed", "missing", "order", "no json", "no erasure"])
def test_what_was_changed_is_told_with_its_place(log: Erasures, fault: str) -> None:
    first, second = log.path.read_bytes().splitlines(keepends=True)
    broken = {
        "changed": [first.replace(b"unlawful", b"other-law"), second],
        "missing": [second],
        "order": [second, first],
        "no json": [b"{\n", second],
        "no erasure": [orjson.dumps({"number": 1, "chain": ""}) + b"\n", second],
    }
    log.path.write_bytes(b"".join(broken[fault]))
    with pytest.raises(StoreError, match="Line 1 of the tombstones"):
        log.read()


def test_what_is_known_of_one_id_is_put_together() -> None:
    assert Tombstone("a", "near", frozenset({"x"})).plus(Tombstone("a", "key", frozenset({"y"}))) == Tombstone(
        "a", "key", frozenset({"x", "y"})
    )
