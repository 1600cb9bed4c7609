"""A rotation of the key ring: everything comes under the new key and says what it said, while others read, feed and cut the work off."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, BEN, employment, identity, resident
from twopages.errors import KeyRingError
from twopages.feed import reseal as room
from twopages.feed.report import BatchReport
from twopages.feed.reseal import Resealed, counted, reseal, retire
from twopages.graph import Store, Transaction
from twopages.keys import KeyRing
from twopages.settings import Settings
from twopages.sources import read_manifest


def silent(_kind: str, _seen: int) -> None:
    """Nobody watches."""


def residents(count: int) -> list[dict[str, str]]:
    """Rows of the household register."""
    return [resident(identity("19800101", order), "王安") for order in range(1, count + 1)]


@pytest.fixture
def own(desk: Desk, tmp_path: Path) -> Desk:
    """A few people, one changed, one put aside, and an employment that waits, under a key ring of their own."""
    own = replace(desk, keys=KeyRing.create(Settings(home=tmp_path / "home")))
    own.deliver("household-registration", [*residents(20), resident("no number")])
    own.deliver("household-registration", [resident(identity("19800101", 1), "王平")], "2021-07-31", "changes")
    own.deliver("employment-registration", [employment(identity("19800101", 2), ACME), employment(BEN, ACME)])
    return own


def held(desk: Desk) -> KeyRing:
    """The ring as a process reads it that starts now."""
    assert desk.keys.path is not None
    return KeyRing.load(Settings(home=desk.keys.path.parent))


def test_everything_comes_under_the_new_key_and_says_the_same(own: Desk) -> None:
    before, texts = own.snapshot(), counted(own.store)
    assert set(texts) == {"k1"}
    newer = held(own).rotate()
    assert reseal(own.store, newer, silent) == Resealed(texts["k1"], texts["k1"])
    assert counted(own.store) == {"k2": texts["k1"]}
    assert own.snapshot() == before, "who held the ring before reads on"
    assert reseal(own.store, newer, silent) == Resealed(texts["k1"], 0)


def test_names_rows_and_rows_put_aside_are_all_among_what_is_sealed_anew(own: Desk) -> None:
    seen: dict[str, int] = {}
    reseal(own.store, held(own).rotate(), seen.__setitem__)
    for kind, text in {
        "records": "MATCH (n:Record) RETURN count(n.payload) AS count",
        "captions": "MATCH (n:Entity) RETURN count(n.sealedCaption) AS count",
        "quarantined": "MATCH (n:Quarantined) RETURN count(n.payload) AS count",
    }.items():
        assert own.store.read(text)[0]["count"] == seen[kind] > 0
    everything = (
        "MATCH (n) UNWIND keys(n) AS name WITH n[name] AS text WHERE text STARTS WITH 'AQJr' RETURN count(*) AS count"
    )
    assert own.store.read(everything)[0]["count"] == sum(seen.values()), "no other property is sealed"


class Failing:
    """A store whose connection breaks with one of its writes."""

    def __init__(self, store: Store, at: int) -> None:
        self.store, self.left = store, at

    def write(self, work: Callable[[Transaction], object]) -> object:
        self.left -= 1
        if self.left < 0:
            raise ConnectionError
        return self.store.write(work)


def test_work_that_was_cut_off_is_taken_up_by_doing_it_again(own: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PAGE", 4)
    before, newer, texts = own.snapshot(), held(own).rotate(), counted(own.store)["k1"]
    with pytest.raises(ConnectionError):
        reseal(Failing(own.store, 3), newer, silent)  # type: ignore[arg-type]  # writes alone are asked of it
    assert counted(own.store)["k2"] == 3 * 4
    assert own.snapshot() == before
    assert reseal(own.store, newer, silent) == Resealed(texts, texts - 3 * 4)
    assert own.snapshot() == before


def test_who_feeds_meanwhile_seals_with_the_new_key_too(own: Desk) -> None:
    path = own.write("household-registration", residents(120), "2021-08-31")
    with ThreadPoolExecutor(1) as pool:
        feeding = pool.submit(own.feeder(chunk=4).feed, path, read_manifest(path))
        while not feeding.done():
            reseal(own.store, held(own).rotate(), silent)
        assert isinstance(feeding.result(), BatchReport)
    reseal(own.store, held(own), silent)
    assert held(own).newest != "k2"
    assert set(counted(own.store)) == {held(own).newest}
    assert {name for _, name in names(own)} == {"王安"}
    assert len(names(own)) == 120


def names(desk: Desk) -> set[tuple[str, str]]:
    """Every person with the name that stands sealed on its node."""
    rows = desk.store.read("MATCH (e:Person) RETURN e.id AS id, e.sealedCaption AS sealed")
    return {(row["id"], desk.keys.open(row["sealed"], row["id"]).decode()) for row in rows}


def test_a_key_is_retired_once_nothing_is_under_it(own: Desk) -> None:
    before, newer = own.snapshot(), held(own).rotate()
    with pytest.raises(KeyRingError, match="texts of the store are sealed with 'k1'"):
        retire(own.store, newer, "k1")
    assert held(own).names == ("k1", "k2")
    reseal(own.store, newer, silent)
    retire(own.store, newer, "k1")
    assert held(own).names == ("k2",)
    assert replace(own, keys=held(own)).snapshot() == before
    for name, told in {"k2": "sealed with 'k2'", "k1": "no old key"}.items():
        with pytest.raises(KeyRingError, match=told):
            retire(own.store, held(own), name)
