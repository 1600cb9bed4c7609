"""Looks in GraphQL: who looked at a file, in pages and filtered; on the small graph in a real Neo4j."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from tests.access.gates import open_gate_of
from tests.api.memory import DAY, TAGGED
from tests.dossier.graph import ADA, BEN, Small
from tests.receipts.looks import receipt
from twopages.access import Viewer
from twopages.access.looked.accounts import account_hash
from twopages.access.looked.index import Indexer
from twopages.api.engine import Asked, Engine
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.receipts import Folder, ReceiptLog

DESK = Viewer("desk", "citizen", "nobody")
LOOKS = """query L($id: ID!, $first: Int! = 2, $after: String, $own: Boolean, $purpose: String, $office: String, $from: Date, $to: Date) {
  human(id: $id) {
    looks(first: $first, after: $after, own: $own, purpose: $purpose, organisation: $office, from: $from, to: $to) {
      totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
      edges { cursor node {
        id at role organisation organisationLabel { zh } purpose purposeLabel { en } basis case look fields masked own } }
    }
    mine: looks(own: true) { totalCount }
  }
}"""


@pytest.fixture(scope="module")
def engine(
    open_graph: Store, keys: KeyRing, small: Small, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    forget(open_graph)
    folder, ada = Folder(tmp_path_factory.mktemp("looked") / "receipts"), small.names[ADA]
    with ReceiptLog(folder, keys) as log:
        for number in range(5):
            account = account_hash(keys, "ada" if number == 3 else "desk")
            office = next(iter(TAGGED.departments)) if number != 3 else None
            at = f"2026-03-0{number + 1}T08:00:00.000Z"
            log.write(
                [receipt(0, subject=ada, account=account, organisation=office, at=at, case="7" if number else None)]
            )
    Indexer(open_graph, folder, lambda: keys.public_keys).run()
    yield Engine(TAGGED, open_graph, keys, open_gate_of(TAGGED, keys), today=lambda: DAY)
    forget(open_graph)


def forget(store: Store) -> None:
    for label in ("Look", "LookPlace"):
        store.write(lambda tx, label=label: tx.run(f"MATCH (n:{label}) DETACH DELETE n"))  # type: ignore[misc]


def asked(engine: Engine, viewer: Viewer = DESK, since: str | None = None, **variables: Any) -> Any:
    answer = engine.answer(Asked(LOOKS, None, {**variables, "from": since}), viewer)
    assert answer.errors == ()
    return orjson.loads(orjson.dumps(answer.data))["human"]


def days(found: Any) -> list[str]:
    return [edge["node"]["at"][8:10] for edge in found["looks"]["edges"]]


def test_looks_come_newest_first_page_by_page(engine: Engine, small: Small) -> None:
    seen, after, told = list[str](), None, list[bool]()
    for _ in range(3):
        found = asked(engine, id=small.names[ADA], after=after)
        seen += days(found)
        info = found["looks"]["pageInfo"]
        told.append(info["hasNextPage"])
        after = info["endCursor"]
        assert found["looks"]["totalCount"] == 5
    assert (seen, told) == (["05", "04", "03", "02", "01"], [True, True, False])


def test_a_look_says_what_its_receipt_says(engine: Engine, small: Small) -> None:
    (edge,) = asked(engine, id=small.names[ADA], first=1)["looks"]["edges"]
    office = next(iter(TAGGED.departments.values()))
    node = edge["node"]
    assert len(node.pop("id")) == 32
    assert node == {
        "at": "2026-03-05T08:00:00.000Z", "role": "caseworker", "organisation": office.id,
        "organisationLabel": {"zh": office.label.zh}, "purpose": "purpose/newborn", "purposeLabel": None,
        "basis": "law-of-the-city/1", "case": True, "look": "page", "fields": ["fullName", "birthDate"],
        "masked": ["birthDate"], "own": True,
    }  # fmt: skip


def test_looks_are_filtered(engine: Engine, small: Small) -> None:
    ada, office = small.names[ADA], next(iter(TAGGED.departments))
    assert days(asked(engine, id=ada, first=9, office=office)) == ["05", "03", "02", "01"]
    assert days(asked(engine, id=ada, first=9, office="caseworker")) == ["04"]
    assert days(asked(engine, id=ada, first=9, purpose="another")) == []
    assert days(asked(engine, id=ada, first=9, since="2026-03-02", to="2026-03-03")) == ["03", "02"]


def test_own_looks_are_those_of_the_account_whose_file_it_is(engine: Engine, small: Small) -> None:
    ada = small.names[ADA]
    found = asked(engine, Viewer("ada", "citizen", ada), id=ada, first=9, own=False)
    assert days(found) == ["05", "03", "02", "01"]
    assert found["mine"]["totalCount"] == 1
    assert asked(engine, id=ada)["mine"]["totalCount"] == 4  # whoever acts for it sees the own looks apart


def test_who_may_not_open_the_file_is_told_of_no_looks(engine: Engine, small: Small) -> None:
    assert asked(engine, Viewer("ben", "citizen", small.names[BEN]), id=small.names[ADA]) is None
    assert asked(engine, id=small.names[BEN])["looks"]["totalCount"] == 0


REFUSED = [
    ("from", "0001-01-01", "DAY"),
    ("to", 5, "DAY"),
    ("from", {"day": 1}, "DAY"),
    ("after", "x", "CURSOR"),
    ("first", 5000, "LIMIT_PAGE"),
]


@pytest.mark.parametrize(("name", "value", "code"), REFUSED)
def test_what_cannot_be_asked_is_told_by_its_code(
    engine: Engine, small: Small, name: str, value: Any, code: str
) -> None:
    answer = engine.answer(Asked(LOOKS, None, {"id": small.names[ADA], name: value}), DESK)
    assert [error["extensions"]["code"] for error in answer.errors] == [code]
