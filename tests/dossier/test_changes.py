"""Time lines worked out from versions, without a store: what makes a change, and how long a long history takes."""

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from tests.dossier.graph import cell
from tests.dossier.small import MODEL
from twopages.dossier.changes import Change, Mark
from twopages.dossier.opening import Opened, Tables
from twopages.dossier.timeline import History, OwnVersion, Version
from twopages.dossier.types import Delivery
from twopages.feed.records import Rooms
from twopages.feed.spans import Span
from twopages.keys import KeyRing
from twopages.settings import Settings

Cells = dict[str, str]
HEADERS = {"姓名": "name", "性别": "sex", "曾用名": "formerNames"}
TABLES = Tables(MODEL)


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    home: Path = tmp_path_factory.mktemp("ring")
    return Rooms(MODEL, KeyRing.create(replace(Settings(), home=home)))


def version(
    number: int,
    since: str,
    until: str | None,
    cells: Cells,
    *,
    observed: str = "",
    slot: str = "s",
    gaps: Sequence[str] = (),
) -> OwnVersion:
    """A row of the register that was held from one day to another."""
    delivery = Delivery(f"b{since}", f"{since}.csv", "ab", number + 1, since, since, "full")
    name, supplies = f"{slot}{number}", frozenset(HEADERS[header] for header in cells)
    told = {header: cell(value) for header, value in cells.items()}
    table = TABLES.table("register")
    record = Opened(name, slot, table, observed or since, "", supplies, told, delivery)
    mark = Mark(name, "register", slot, "", observed or since, delivery)
    return OwnVersion(Version(since, Span(until, tuple(gaps)), mark, None), record)


def changes(rooms: Rooms, versions: Sequence[OwnVersion]) -> list[tuple[str | None, str, str, tuple[object, ...]]]:
    found = History(MODEL, rooms, versions, ()).timeline().changes
    return [(item.day, item.kind, item.topic.attribute, item.after) for item in found]


def test_a_value_that_is_told_again_by_a_new_version_is_no_change(rooms: Rooms) -> None:
    versions = [version(1, "2021-01-01", "2021-02-01", {"姓名": "甲"}), version(2, "2021-02-01", None, {"姓名": "甲"})]
    assert changes(rooms, versions) == [("2021-01-01", "appeared", "name", ("甲",))]


def test_a_new_value_for_the_same_time_is_a_correction(rooms: Rooms) -> None:
    first = version(1, "2021-01-01", "2021-02-01", {"姓名": "甲"}, observed="2020-12-01")
    corrected = version(2, "2021-02-01", None, {"姓名": "乙"}, observed="2020-12-01")
    changed = version(2, "2021-02-01", None, {"姓名": "乙"}, observed="2021-01-15")
    assert [kind for _, kind, _, _ in changes(rooms, [first, corrected])] == ["corrected", "appeared"]
    assert [kind for _, kind, _, _ in changes(rooms, [first, changed])] == ["changed", "appeared"]


def test_what_a_row_ceases_to_say_is_withdrawn_by_the_version_that_took_its_place(rooms: Rooms) -> None:
    last = version(2, "2021-02-01", None, {"姓名": "甲"})
    first = version(1, "2021-01-01", "2021-02-01", {"姓名": "甲", "性别": "1"})
    first = replace(first, version=replace(first.version, ended=(last.record.id, last.record.delivery)))
    gone = History(MODEL, rooms, [first, last], ()).timeline().changes[0]
    assert isinstance(gone, Change)
    assert (gone.kind, gone.topic.attribute, gone.before, gone.record) == ("withdrawn", "sex", ("1",), "s2")
    assert gone.delivery is not None
    assert gone.delivery.file == "2021-02-01.csv"


def test_a_version_told_again_after_another_comes_back(rooms: Rooms) -> None:
    versions = [
        version(1, "2021-01-01", None, {"姓名": "甲"}, gaps=("2021-02-01", "2021-03-01")),
        version(2, "2021-02-01", "2021-03-01", {"姓名": "乙"}),
    ]
    assert [(day, after) for day, _, _, after in changes(rooms, versions)] == [
        ("2021-03-01", ("甲",)),
        ("2021-02-01", ("乙",)),
        ("2021-01-01", ("甲",)),
    ]


def test_a_history_of_three_hundred_versions_takes_less_than_a_second(rooms: Rooms) -> None:
    days = [f"20{year:02}-{month:02}-01" for year in range(10, 22) for month in range(1, 13)]
    versions = [
        version(
            number, day, end, {"姓名": f"王{number}", "性别": "12"[number % 2], "曾用名": f"旧{number % 5}"}, slot=slot
        )
        for slot in ("a", "b", "c")
        for number, (day, end) in enumerate(pairwise(days))
    ]
    start = time.perf_counter()
    found = changes(rooms, versions)
    assert time.perf_counter() - start < 1
    assert len(versions) > 300
    assert len([item for item in found if item[2] == "name"]) == len(days), (
        "one a month, and one when the last row ends"
    )
