"""Erasing a subject: nothing of it stays in the store, nothing comes back, and everybody else keeps what is their own."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.feed.conftest import Desk
from tests.feed.erasing import CHILD, NAME, VALUES, Backup, business, deliveries, people, texts, things
from tests.feed.rounds import FIRMS, Rounds
from tests.feed.rows import ACME, ANN, BEN, BOLT, COY, enterprise, identity, resident, travel_document
from tests.feed.snapshot import Snapshot
from twopages.dossier import Dossiers, Plan
from twopages.feed import erase as room
from twopages.feed.erase import Eraser, ids_of, pending
from twopages.feed.erasures import Erasures
from twopages.feed.records import Rooms
from twopages.feed.tombstones import ERASED
from twopages.feed.verify import verify_plain
from twopages.graph import Store, Transaction
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.tags.check import check_tags

DAY, GROUND = "2021-07-01", "consent-withdrawn"
OTHERS = (("Person", BEN), ("Person", CHILD), ("Enterprise", ACME))
TOLD_OF_HER = {
    (BEN, "emergencyContactName"), (BEN, "emergencyContactPhone"), (ACME, "legalRepresentativeName"), (ACME, "shareholderCount"),
}  # fmt: skip
LEDGER = {"Batch", "Quarantined", "Erasure", "Tombstone", "Tag"}


@pytest.fixture
def eraser(desk: Desk, tmp_path: Path) -> Eraser:
    return Eraser(desk.store, Rooms(desk.model, desk.keys), Erasures(tmp_path / "tombstones"))


@pytest.fixture(scope="module")
def fed(
    scratch: Store, keys: KeyRing, model: Model, tmp_path_factory: pytest.TempPathFactory
) -> tuple[list[Path], Backup]:
    """The deliveries, and a store that they were fed into and that has its tags."""
    desk = Desk(scratch, keys, model, tmp_path_factory.mktemp("deliveries"))
    desk.empty()
    paths = deliveries(desk)
    feed(desk, paths)
    desk.assign()
    return paths, Backup.of(scratch)


@pytest.fixture
def paths(desk: Desk, fed: tuple[list[Path], Backup]) -> list[Path]:
    """The deliveries, with that store as it was."""
    paths, backup = fed
    backup.restore(desk.store)
    return paths


def feed(desk: Desk, paths: list[Path]) -> None:
    for path in paths:
        desk.feed(path, frozenset(desk.model.datasets))


def erase(eraser: Eraser, number: str = ANN) -> None:
    eraser.erase(ids_of(eraser.rooms.model, eraser.rooms.keys, number), DAY, GROUND)


def said(desk: Desk, *values: str) -> dict[str, list[str]]:
    """What the store says of these values."""
    told = list(texts(desk.store, desk.keys))
    found = {value: [text for text in told if value in text] for value in values}
    return {value: where for value, where in found.items() if where}


def files(desk: Desk, others: Sequence[tuple[str, str]] = OTHERS) -> dict[tuple[str, str], Any]:
    """The values in the files of the others, by key and attribute."""
    dossiers = Dossiers(desk.store, desk.keys, desk.model)
    found: dict[tuple[str, str], Any] = {}
    for cls, key in others:
        dossier = dossiers.read(Plan(cls, frozenset(desk.model.classes[cls].attributes)), desk.entity(cls, key))
        found |= {(key, name): envelope.values for name, envelope in dossier.envelopes.items()} if dossier else {}
    return found


def records(snapshot: Snapshot) -> Snapshot:
    """Entities, records and what connects them, without the ledger and without tags."""
    nodes = {_bare(item) for item in snapshot if item[0] == "node" and not LEDGER & item[1]}
    return frozenset(nodes | {item for item in snapshot if item[0] == "edge" and item[1] not in {"IN", "TAGGED"}})


def _bare(node: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*node[:2], frozenset((name, value) for name, value in node[2] if name not in {"finds", "ruled", "due"}))


def test_nothing_of_it_stays_and_the_others_keep_their_own(desk: Desk, eraser: Eraser, paths: list[Path]) -> None:
    before, marriages = files(desk), desk.edges("SPOUSE_OF")
    assert set(said(desk, *VALUES)) == set(VALUES)
    assert marriages
    erase(eraser)
    assert said(desk, *VALUES) == {}
    assert {key for key, values in before.items() if files(desk).get(key) != values} == TOLD_OF_HER
    assert set(files(desk)) <= set(before)
    assert (desk.edges("SPOUSE_OF"), desk.edges("LEGAL_REPRESENTATIVE_OF")) == (set(), set())
    assert desk.store.read("MATCH (k:Key) WHERE NOT (k)--() RETURN count(k) AS lonely") == [{"lonely": 0}]
    desk.assign()
    assert check_tags(desk.store, desk.model).faults == ()
    assert verify_plain(desk.store, desk.keys, desk.model) == []


DEALINGS = """CREATE (:Case {id: 'c', mark: 'm', subject: $id}), (:Grant:Consent {id: 'g', subject: $id}),
  (:Grant:Authorisation {id: 'a', subject: $other, agent: $id}),
  (:Look {id: 'l', subject: $id, at: '2021-07-01'})<-[:QUESTIONS]-(:Question {id: 'q'}),
  (:Case {id: 'd', mark: 'n', subject: $other}), (:Grant:Consent {id: 'h', subject: $other}),
  (:Look {id: 'k', subject: $other, at: '2021-07-01'})<-[:QUESTIONS]-(:Question {id: 'r'})"""


def test_what_it_had_to_do_with_others_goes_too(desk: Desk, eraser: Eraser, paths: list[Path]) -> None:
    ids = {"id": desk.entity("Person", ANN), "other": desk.entity("Person", BEN)}
    desk.store.write(lambda tx: tx.run(DEALINGS, ids))
    erase(eraser)
    left = "MATCH (n) WHERE n:Case OR n:Grant OR n:Question RETURN collect(n.id) AS ids"
    assert set(desk.store.read(left)[0]["ids"]) == {"d", "h", "r"}


def test_indexes_find_nothing_of_it(desk: Desk, eraser: Eraser, paths: list[Path]) -> None:
    desk.deliver(
        "enterprise-registration", [enterprise(ACME), enterprise(BOLT, "上海雷电有限公司")], "2021-07-01", "changes"
    )
    gone = {desk.entity("Person", ANN), desk.entity("Enterprise", BOLT)}
    assert found_by_index(desk) >= gone
    erase(eraser)
    erase(eraser, BOLT)
    assert found_by_index(desk) & gone == set()
    assert said(desk, "雷电", BOLT) == {}


def found_by_index(desk: Desk) -> set[str]:
    """Whom the full-text indexes find."""
    text = "CALL db.index.fulltext.queryNodes($index, '*:*') YIELD node RETURN node.id AS id"
    names = ("caption_text", "subject_finds", "place_cells")
    return {row["id"] for name in names for row in desk.store.read(text, {"index": name})}


def test_deliveries_bring_nothing_back(desk: Desk, eraser: Eraser, paths: list[Path]) -> None:
    erase(eraser)
    erased, before = desk.snapshot(), files(desk)
    assert all(desk.feed(path).already for path in paths)
    assert desk.snapshot() == erased
    reports = [
        desk.feed(path) for day in ("2021-07-31",) for some in (people, business, things) for path in some(desk, day)
    ]
    assert {report.state for report in reports} == {"loaded"}
    assert said(desk, *VALUES) == {}
    assert files(desk) == before
    assert sum(report.retired for report in reports) == 0
    aside = "MATCH (q:Quarantined {code: $code}) RETURN q.column + q.shown AS shown"
    assert {row["shown"] for row in desk.store.read(aside, {"code": ERASED})} == {""}
    assert verify_plain(desk.store, desk.keys, desk.model) == []


def test_an_older_store_is_erased_again_before_it_is_used(desk: Desk, eraser: Eraser, paths: list[Path]) -> None:
    older, backup = desk.snapshot(), Backup.of(desk.store)
    erase(eraser)
    erased = desk.snapshot()
    assert pending(desk.store, eraser.log) == []
    backup.restore(desk.store)
    assert desk.snapshot() == older
    assert len(pending(desk.store, eraser.log)) == len(eraser.log.read()) > 0
    assert eraser.again(DAY) > 0
    assert desk.snapshot() == erased
    assert (eraser.again(DAY), pending(desk.store, eraser.log)) == (0, [])


def test_a_new_store_takes_up_what_the_erased_one_holds(desk: Desk, eraser: Eraser, paths: list[Path]) -> None:
    erase(eraser)
    erased = desk.snapshot()
    desk.empty()
    eraser.again(DAY)
    feed(desk, paths)
    assert records(desk.snapshot()) ^ records(erased) == frozenset()


def test_erasing_twice_changes_nothing(desk: Desk, eraser: Eraser, paths: list[Path]) -> None:
    erase(eraser)
    erased, log = desk.snapshot(), eraser.log.path.read_bytes()
    assert eraser.look(ids_of(desk.model, desk.keys, ANN)).nothing
    erase(eraser)
    assert (desk.snapshot(), eraser.log.path.read_bytes()) == (erased, log)


def test_whom_nobody_knows_leaves_no_tombstone(desk: Desk, eraser: Eraser, paths: list[Path]) -> None:
    before = desk.snapshot()
    erase(eraser, identity("19600606", 9))
    assert (desk.snapshot(), eraser.log.read()) == (before, [])


class Failing:
    """A store whose connection breaks with one of its writes."""

    def __init__(self, store: Store, at: int) -> None:
        self.store, self.read, self.left = store, store.read, at

    def write(self, work: Callable[[Transaction], object]) -> object:
        self.left -= 1
        if self.left < 0:
            raise ConnectionError
        return self.store.write(work)


def test_work_that_was_cut_off_is_done_by_doing_it_again(
    desk: Desk, eraser: Eraser, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever write it is with which the connection breaks."""
    monkeypatch.setattr(room, "PAGE", 3)
    backup = Backup.of(desk.store)
    erase(eraser)
    erased = desk.snapshot()
    for at in range(9):
        eraser.log.path.unlink()
        backup.restore(desk.store)
        with pytest.raises(ConnectionError):
            erase(replace(eraser, store=Failing(desk.store, at)))  # type: ignore[arg-type]
        assert eraser.again(DAY) > 0
        assert records(desk.snapshot()) ^ records(erased) == frozenset(), at
        assert said(desk, *VALUES) == {}


SHARE = {"INVID": "1", "UNISCID": ACME, "INV": NAME, "INVTYPE": "自然人", "OPFLAG": "I"}


def owners(desk: Desk) -> set[str]:
    """Who holds a share of something."""
    return {row["id"] for row in desk.store.read("MATCH (e)-[:SHAREHOLDER_OF]->() RETURN e.id AS id")}


def test_rows_that_name_it_by_its_name_alone_go_and_stay_away(desk: Desk, eraser: Eraser) -> None:
    desk.deliver("household-registration", [resident(ANN, NAME), resident(BEN, "李本")])
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    desk.deliver("enterprise-shareholder", [SHARE])
    assert owners(desk) == {desk.entity("Person", ANN)}
    erase(eraser)
    assert said(desk, NAME) == {}
    again = desk.deliver("enterprise-shareholder", [SHARE | {"CONPROP": "10%"}], "2021-07-31")
    assert (again.quarantined, said(desk, NAME)) == (1, {})


def test_who_has_the_same_name_is_found_by_it_afterwards(desk: Desk, eraser: Eraser) -> None:
    desk.deliver("household-registration", [resident(ANN, NAME), resident(COY, NAME)])
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    desk.deliver("enterprise-shareholder", [SHARE])
    assert owners(desk) == set()
    erase(eraser)
    assert owners(desk) == {desk.entity("Person", COY)}


def test_what_a_file_says_of_another_of_that_name_stays(desk: Desk, eraser: Eraser) -> None:
    desk.deliver("household-registration", [resident(ANN, NAME), resident(COY, NAME)])
    hers, the_others = enterprise(ACME, NAME=NAME, LEREP_CERNO=ANN), enterprise(ACME, NAME=NAME, LEREP_CERNO=COY)
    desk.deliver("enterprise-registration", [hers], "2021-05-31")
    desk.deliver("enterprise-registration", [the_others], "2021-06-30")
    erase(eraser)
    assert len(said(desk, NAME)[NAME]) == 3, "in the register, in the caption, and as the representative of today"
    assert desk.deliver("enterprise-registration", [the_others], "2021-07-31").unchanged == 1
    assert desk.deliver("enterprise-registration", [hers], "2021-08-31").accepted == 1
    assert len(said(desk, NAME)[NAME]) == 3, "the version before it is kept"


@pytest.mark.parametrize("seed", [3])
def test_whenever_it_is_erased_the_others_files_are_the_same(desk: Desk, eraser: Eraser, seed: int) -> None:
    paths = [path for _, path in Rounds(random.Random(seed)).deliver(desk)]
    found = []
    for when in (len(paths), len(paths) // 2, 0):
        desk.empty()
        feed(desk, paths[:when])
        if when:
            eraser.log.path.unlink(missing_ok=True)
            erase(eraser)
        else:
            eraser.again(DAY)
        feed(desk, paths[when:])
        found.append(own_files(desk))
        assert said(desk, ANN) == {}
    assert found[0] == found[1] == found[2]


def own_files(desk: Desk) -> tuple[Any, ...]:
    """What the files of the others in the rounds say of themselves, and how they are related."""
    people = [("Person", key) for key in (BEN, COY)] + [("Enterprise", key) for key in FIRMS]
    own = {
        item: values
        for item, values in files(desk, people).items()
        if not desk.model.attributes[item[1]].tells_of_another
    }
    return own, *(desk.edges(name) for name in ("SPOUSE_OF", "EMPLOYED_BY", "LEGAL_REPRESENTATIVE_OF"))


def test_a_passport_that_another_claims_too_stays_the_others(desk: Desk, eraser: Eraser) -> None:
    papers = [travel_document(ANN, "E1111111", NAME), travel_document(BEN, "E1111111", "李本", 证件号码="P2")]
    desk.deliver("exit-entry-document", papers)
    erase(eraser)
    assert said(desk, ANN, NAME) == {}
    assert said(desk, BEN, "E1111111").keys() == {BEN, "E1111111"}
    again = desk.deliver("exit-entry-document", papers, "2021-07-31")
    assert (again.quarantined, again.unchanged) == (1, 1)
