"""Files that a search opened: to whoever searched, for the purpose of the search, for a working day."""

from dataclasses import dataclass, field

import pytest

from tests.access.gates import Kept, Standing
from twopages.access import Gate, Looking, Question, Viewer
from twopages.access.found import Found
from twopages.errors import ReceiptError
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Purpose

SUBJECT, OTHER = "1" * 32, "2" * 32
CLERK, COLLEAGUE = "clerk", "colleague"


@dataclass
class Clock:
    """Tells the seconds that a test sets."""

    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Office:
    """A department that may use a purpose which finds persons, and another one."""

    gate: Gate
    log: Kept
    purpose: Purpose
    another: Purpose
    clock: Clock = field(default_factory=Clock)

    def looking(self, account: str = CLERK, purpose: Purpose | None = None) -> Looking:
        asked = purpose or self.purpose
        viewer = Viewer(account, "caseworker", None, asked.department or "")
        return self.gate.looking(viewer, Question(asked.id), frozenset)

    def finds(self, *ids: str) -> None:
        """One request that shows some persons."""
        asking = self.looking()
        asking.owe_found(asking.ground("Person"), ids, ["fullName"])
        asking.settle()

    def opens(self, account: str = CLERK, purpose: Purpose | None = None, id: str = SUBJECT) -> bool:
        return self.looking(account, purpose).open("Person", id) is not None


@pytest.fixture
def office(model: Model, keys: KeyRing) -> Office:
    purpose, another, *_ = (
        item
        for item in model.purposes.values()
        if item.subject == "Person" and item.role == "caseworker" and item.finds and not item.needs_case
    )
    standing, log, clock = Standing(), Kept(), Clock()
    standing.grants = {(item.department or "", item.id) for item in (purpose, another)}
    return Office(Gate(model, keys, log, standing, Found(clock=clock)), log, purpose, another, clock)


def test_a_file_opens_to_who_found_it_for_what_it_was_found_for(office: Office) -> None:
    assert not office.opens()
    office.finds(SUBJECT)
    assert office.opens()
    assert not office.opens(id=OTHER)
    assert not office.opens(COLLEAGUE)
    assert not office.opens(purpose=office.another)


def test_what_one_operation_finds_it_may_open(office: Office) -> None:
    asking = office.looking()
    asking.owe_found(asking.ground("Person"), [SUBJECT], ["fullName"])
    assert asking.open("Person", SUBJECT)
    assert not office.opens()  # nothing was answered yet


@pytest.mark.parametrize("fault", ["broken", "late"])
def test_what_could_not_be_answered_was_not_found(office: Office, fault: str) -> None:
    setattr(office.log, fault, True)
    with pytest.raises(ReceiptError):
        office.finds(SUBJECT)
    setattr(office.log, fault, False)
    assert not office.opens()


def test_it_is_over_after_a_working_day(office: Office) -> None:
    office.finds(SUBJECT)
    office.clock.seconds = 8 * 3600 - 1
    assert office.opens()
    office.clock.seconds += 1
    assert not office.opens()
    office.finds(SUBJECT)
    assert office.opens()


def test_so_many_are_remembered_and_the_latest_stay() -> None:
    found = Found(most=3)
    for id in "abacd":
        found.note(CLERK, [("p", id)])
    assert [id for id in "abcd" if found.has(CLERK, "p", id)] == ["a", "c", "d"]
