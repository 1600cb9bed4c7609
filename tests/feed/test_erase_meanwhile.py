"""Erasing while others feed, step by step; and what an erasing reads, however much else there is."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.feed.conftest import Desk
from tests.feed.erasing import NAME, PLATE, STRANGER, VALUES, Backup, deliveries, texts, write
from tests.feed.rows import ACME, ANN, BEN, BOLT, employment, enterprise, marriage, resident
from twopages.feed import erase as room
from twopages.feed.erase import Eraser, ids_of
from twopages.feed.erasures import Erasures
from twopages.feed.records import Rooms
from twopages.feed.verify import verify_plain
from twopages.graph import Store, Transaction
from twopages.keys import KeyRing
from twopages.ontology.model import Model

DAY, GROUND, LATER = "2021-07-01", "consent-withdrawn", "2021-07-31"
OTHERS = 2_000
STRANGERS = """UNWIND range(1, $others) AS number
CREATE (:Event {place: -number, id: 'other-' + number, entity: 'e' + number, by: 'b' + number})
CREATE (:Look {id: 'other-' + number, subject: 's' + number, at: '2021-07-01'})<-[:QUESTIONS]-(:Question {id: 'other-' + number})"""


@pytest.fixture(scope="module")
def fed(scratch: Store, keys: KeyRing, model: Model, tmp_path_factory: pytest.TempPathFactory) -> Backup:
    """A store with Ann and hers."""
    desk = Desk(scratch, keys, model, tmp_path_factory.mktemp("deliveries"))
    desk.empty()
    for path in deliveries(desk):
        desk.feed(path, frozenset(desk.model.datasets))
    return Backup.of(scratch)


@pytest.fixture
def eraser(desk: Desk, fed: Backup, tmp_path: Path) -> Eraser:
    """Of that store as it was."""
    fed.restore(desk.store)
    return Eraser(desk.store, Rooms(desk.model, desk.keys), Erasures(tmp_path / "tombstones"))


def erase(eraser: Eraser) -> None:
    eraser.erase(ids_of(eraser.rooms.model, eraser.rooms.keys, ANN), DAY, GROUND)


class Meeting:
    """A store of which somebody else makes use before one of its writes."""

    def __init__(self, store: Store, at: int, use: Callable[[], object]) -> None:
        self.store, self.read, self.left, self.use = store, store.read, at, use

    def write(self, work: Callable[[Transaction], object]) -> object:
        self.left -= 1
        if self.left == -1:
            self.use()
        return self.store.write(work)


def later(desk: Desk) -> Iterator[Path]:
    """What comes in while Ann is erased: rows of hers, one that names her by name alone, one that waits, one that cannot be taken; and
    her car, which is Ben's now.
    """
    share = {"INVID": "9", "UNISCID": BOLT, "INV": NAME, "INVTYPE": "自然人", "OPFLAG": "I"}
    disabled = {"残疾人证号": "K9", "身份证号": STRANGER, "姓名": "周无", "监护人身份证号": ANN}
    rows = {
        "household-registration": [resident(ANN, NAME, 户号="991199")],
        "employment-registration": [
            employment(ANN, ACME, 姓名=NAME, 就业日期="2021-06-01"),
            employment(ANN, "坏", 姓名=NAME),
        ],
        "enterprise-registration": [enterprise(BOLT, "上海雷电有限公司")],
        "enterprise-shareholder": [share],
        "disability-certificate": [disabled],
        "vehicle-registration": [{"号牌号码": PLATE, "所有人证件号": BEN}],
    }
    for dataset, told in rows.items():
        path = write(desk, dataset, told, LATER)
        manifest = path.with_name(f"{path.name}.manifest.json")
        manifest.write_text(manifest.read_text("utf-8").replace('"full"', '"changes"'), "utf-8")
        yield path


@pytest.mark.parametrize("at", range(5))
def test_whatever_comes_in_between_two_steps_goes_too(
    desk: Desk, eraser: Eraser, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Whichever step it comes before."""
    monkeypatch.setattr(room, "PAGE", 10)
    paths, steps = list(later(desk)), 0

    def use() -> None:
        nonlocal steps
        steps += 1
        for path in paths:
            desk.feed(path)

    erase(replace(eraser, store=Meeting(desk.store, at, use)))  # type: ignore[arg-type]
    assert steps == 1
    told, hers = list(texts(desk.store, desk.keys)), set(VALUES) - {PLATE}
    assert [text for text in told if any(value in text for value in hers)] == []
    assert {start for start, _, _ in desk.edges("OWNS_VEHICLE")} == {desk.entity("Person", BEN)}
    assert len(desk.edges("OWNS_VEHICLE")) == 2, "his own, and the one that was hers"
    assert verify_plain(desk.store, desk.keys, desk.model) == []
    assert desk.store.read("MATCH (k:Key) WHERE NOT (k)--() RETURN count(k) AS lonely") == [{"lonely": 0}]


class Counting:
    """A store that counts how often its parts are touched, by the first line of each statement."""

    def __init__(self, store: Store) -> None:
        self.store, self.hits = store, Counter[str]()

    def read(self, text: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.store.write(lambda tx: self._run(tx, text, parameters))
        return rows

    def write(self, work: Callable[[Transaction], object]) -> object:
        return self.store.write(lambda tx: work(_Counted(self, tx)))

    def _run(self, tx: Any, text: str, parameters: Mapping[str, object] | None) -> list[dict[str, Any]]:
        result = tx._transaction.run(f"PROFILE {text}", dict(parameters or {}))
        rows = [dict(record) for record in result]
        self.hits[text.partition("\n")[0]] += _hits(result.consume().profile)
        return rows


class _Counted:
    def __init__(self, counting: Counting, tx: Transaction) -> None:
        self.counting, self.tx = counting, tx

    def run(self, text: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        return self.counting._run(self.tx, text, parameters)


def _hits(operator: Mapping[str, Any]) -> int:
    return int(operator["args"].get("DbHits", 0)) + sum(map(_hits, operator.get("children", ())))


def test_what_is_read_does_not_grow_with_the_store(desk: Desk, eraser: Eraser, fed: Backup, small_city: Path) -> None:
    few = counted(eraser)
    eraser.log.path.unlink()
    fed.restore(desk.store)
    desk.feed_all(small_city)
    desk.store.write(lambda tx: tx.run(STRANGERS, {"others": OTHERS}))
    many = counted(eraser)
    assert desk.store.read("MATCH (n:Quarantined|Waiting) RETURN count(n) > 20 AS many") == [{"many": True}]
    assert sum(many.values()) < 1.2 * sum(few.values()), (many - few).most_common(5)


def counted(eraser: Eraser) -> Counter[str]:
    """How often an erasing of Ann touches the store."""
    counting = Counting(eraser.store)
    erase(replace(eraser, store=counting))  # type: ignore[arg-type]
    return counting.hits


def test_an_older_store_in_which_they_were_not_related_yet_says_nothing_of_it_either(
    desk: Desk, tmp_path: Path
) -> None:
    eraser = Eraser(desk.store, Rooms(desk.model, desk.keys), Erasures(tmp_path / "tombstones"))
    desk.deliver("household-registration", [resident(ANN, NAME), resident(BEN, "李本")])
    care = {"服务协议号": "F1", "身份证号": BEN, "姓名": "李本", "紧急联系人": NAME}
    desk.feed(write(desk, "home-elderly-care", [care], "2021-06-30"))
    older = Backup.of(desk.store)
    desk.deliver("marriage-registration", [marriage(BEN, ANN)])
    erase(eraser)
    older.restore(desk.store)
    assert len([text for text in texts(desk.store, desk.keys) if NAME in text]) > 1
    assert eraser.again(DAY) == 1
    assert [text for text in texts(desk.store, desk.keys) if NAME in text] == []


def test_rows_from_before_it_was_kept_whom_they_name_are_found(desk: Desk, eraser: Eraser, fed: Backup) -> None:
    forget = "MATCH (n) WHERE n.names IS NOT NULL REMOVE n.names SET n:Unread RETURN count(n) AS rows"
    erase(eraser)
    erased = desk.snapshot()
    eraser.log.path.unlink()
    fed.restore(desk.store)
    assert desk.store.write(lambda tx: tx.run(forget))[0]["rows"] > 0
    erase(eraser)
    assert desk.snapshot() == erased
    assert desk.store.read("MATCH (n:Unread) RETURN n") == []
