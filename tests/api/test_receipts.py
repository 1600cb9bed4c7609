"""Receipts of answers: handed over when nothing can refuse the operation any more, durable before it is answered."""

from dataclasses import dataclass, field
from typing import Any, Self

import pytest

from tests.access.gates import Kept, OpenGate, Standing
from tests.api.memory import DAY, TAGGED, Room, Tags
from tests.dossier.graph import ACME, ADA
from twopages.access import Viewer
from twopages.api.engine import Asked, Engine
from twopages.api.operation import Answer
from twopages.dossier import Dossier, Plan
from twopages.keys import KeyRing

DESK = Viewer("desk", "citizen", "nobody")
NAMES = "query N($one: ID!, $other: ID!) { human(id: $one) { name { value } } firm(id: $other) { caption } }"
REFUSED = 'query R($one: ID!) { human(id: $one) { name { value } } humans(where: {tags: {all: ["working"]}}) { edges { cursor } } }'


@dataclass
class Watched(Kept):
    """Notes what comes in which order."""

    said: list[str] = field(default_factory=list)

    def begin(self, receipts: Any) -> Self:
        self.said.append("begun")
        return super().begin(receipts)

    def wait(self) -> None:
        super().wait()
        self.said.append("durable")


@dataclass
class Desk:
    """An engine over the room, whose log notes when an answer is shaped too."""

    engine: Engine
    log: Watched
    names: dict[str, str]

    def ask(self, query: str) -> Answer:
        return self.engine.answer(Asked(query, None, self.names), DESK)


@pytest.fixture
def desk(keys: KeyRing, monkeypatch: pytest.MonkeyPatch) -> Desk:
    log, room = Watched(), Room(keys)
    engine = Engine(TAGGED, None, keys, OpenGate(TAGGED, keys, log, Standing()), today=lambda: DAY)  # type: ignore[arg-type]  # reads from the room
    engine.dossiers, engine.tagging = room, Tags(room)  # type: ignore[assignment]  # the same questions and answers
    read = room.read

    def noted(plan: Plan, id: str) -> Dossier | None:
        log.said.append("read")
        return read(plan, id)

    monkeypatch.setattr(room, "read", noted)
    return Desk(engine, log, {"one": room.names[ADA], "other": room.names[ACME]})


def test_receipts_are_handed_over_at_once_when_all_was_read_and_waited_for(desk: Desk) -> None:
    answer = desk.ask(NAMES)
    assert (answer.errors, desk.log.said) == ((), ["read", "read", "begun", "durable"])
    assert answer.data and answer.data["human"]["name"]["value"] == "王阿达"
    assert [receipt.subject for receipt in desk.log.receipts] == list(desk.names.values())


@pytest.mark.parametrize("fault", ["broken", "late"])
def test_without_a_receipt_nothing_is_answered(desk: Desk, fault: str) -> None:
    setattr(desk.log, fault, True)
    answer = desk.ask(NAMES)
    assert (answer.data, answer.code) == (None, "NO_RECEIPT")
    setattr(desk.log, fault, False)
    assert desk.ask(NAMES).data


def test_an_operation_that_is_refused_leaves_no_receipt_of_what_it_read(desk: Desk) -> None:
    answer = desk.ask(REFUSED)
    assert answer.data is None and answer.code
    assert (desk.log.said, desk.log.receipts) == (["read"], [])
