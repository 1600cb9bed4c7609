"""Every page that shows something of a file leaves a receipt of exactly that before it is sent; without one it is not sent."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.access.gates import Kept, gate_of
from tests.pages import made_up, made_up_town
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.served import served
from twopages.app import assemble
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.receipts import Receipt

PERSON = f"/person/{made_up.PERSON}"


@pytest.fixture
def log() -> Kept:
    return Kept()


@pytest.fixture
def citizen(model: Model, keys: KeyRing, log: Kept) -> Iterator[Visitor]:
    gate = gate_of(model, keys, log)
    with (
        served(assemble(made_up.site(model, made_up.reader(model), gate=gate))) as address,
        visiting(address) as visitor,
    ):
        visitor.post("/sign-in", data={"account": "citizen"}, headers=OWN, follow_redirects=False)
        yield visitor


@contextmanager
def left(log: Kept) -> Iterator[list[Receipt]]:
    """The receipts that are left inside the block."""
    log.receipts.clear()
    found: list[Receipt] = []
    yield found
    found += log.receipts


def fields(receipts: list[Receipt]) -> set[str]:
    return {name for receipt in receipts for name in receipt.fields}


def masked(receipts: list[Receipt]) -> set[str]:
    return {name for receipt in receipts for name in receipt.masked}


def test_the_page_of_a_file_says_what_was_shown_and_what_was_masked(citizen: Visitor, log: Kept, model: Model) -> None:
    with left(log) as receipts:
        page = citizen.reads(PERSON)
    assert {(item.subject, item.purpose, item.role, item.case) for item in receipts} == {
        (made_up.PERSON, "self-view-person", "citizen", None)
    }
    assert {name for name in fields(receipts) if f"/value/{name}" in page} >= {"fullName", "sex", "birthDate"}
    assert {"EMPLOYED_BY", "SPOUSE_OF", "HELD_BY", "HELD_BY:licenceType", "minor"} <= fields(receipts)
    assert {"identityNumber", "birthDate", "mobilePhone"} <= masked(receipts) and "sex" not in masked(receipts)


def test_lifting_masks_is_on_record_by_what_is_shown_then(citizen: Visitor, log: Kept) -> None:
    with left(log) as receipts:
        citizen.sends(f"{PERSON}/reveal", attribute="mobilePhone", back="")
    assert "mobilePhone" in fields(receipts) - masked(receipts)
    assert "identityNumber" in masked(receipts)
    with left(log) as receipts:
        citizen.sends(f"{PERSON}/conceal", back="")
    assert "mobilePhone" in masked(receipts)


@pytest.mark.parametrize(
    ("path", "look", "shown"),
    [
        ("/value/sex", "lineage", {"fullName", "sex"}),
        ("/tags/minor", "tags", {"minor"}),
        ("/history", "page", {"fullName"}),
        (f"/around/{made_up_town.HOME}", "page", {"RESIDES_AT", "REGISTERED_RESIDENCE_AT"}),
    ],
)
def test_other_pages_say_what_they_show_and_no_more(
    citizen: Visitor, log: Kept, path: str, look: str, shown: set[str]
) -> None:
    with left(log) as receipts:
        citizen.reads(f"{PERSON}{path}")
    assert look in {item.look for item in receipts}
    assert shown <= fields(receipts)
    assert "mobilePhone" not in fields(receipts)


def a_row(citizen: Visitor) -> str:
    """The address of a row about the person."""
    found: list[str] = re.findall(rf'href="({PERSON}/record/\w+)"', citizen.reads(PERSON))
    return found[0]


def test_a_row_says_what_its_cells_supply(citizen: Visitor, log: Kept) -> None:
    row = a_row(citizen)
    with left(log) as receipts:
        page = citizen.reads(row)
    supplied = fields(receipts)
    assert supplied and all(f"/value/{name}" in page for name in supplied - {"fullName"})


def test_what_shows_nothing_of_a_file_leaves_nothing(citizen: Visitor, log: Kept) -> None:
    with left(log) as receipts:
        assert citizen.get(f"/person/{made_up.STRANGER}").status_code == 404
        citizen.reads("/tags")
        assert citizen.get(f"{PERSON}/value/nothing").status_code == 404
    assert receipts == []


@pytest.mark.parametrize("fault", ["broken", "late"])
def test_without_a_receipt_nothing_is_shown(citizen: Visitor, log: Kept, fault: str) -> None:
    row = a_row(citizen)
    setattr(log, fault, True)
    for path in (PERSON, f"{PERSON}/value/sex", row, f"{PERSON}/tags", f"{PERSON}/history"):
        answer = citizen.get(path)
        assert answer.status_code == 503
        assert "没有回执就不给出任何内容" in answer.text
        assert "未说明的性别" not in answer.text and "/value/" not in answer.text
    answer = citizen.post(f"{PERSON}/find", data={"text": "女"}, headers=OWN)
    assert answer.status_code == 503
    setattr(log, fault, False)
    assert "沈知微" in citizen.reads(PERSON)


def test_the_trace_of_a_request_is_on_its_receipt(citizen: Visitor, log: Kept) -> None:
    with left(log) as receipts:
        citizen.get(PERSON, headers={"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"})
    assert {item.trace for item in receipts} == {"a" * 32}
