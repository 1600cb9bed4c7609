"""Values that no source gives, through GraphQL: what they are, where they come from, and that nothing is on record."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.access.gates import open_gate_of
from tests.dossier.derived import DERIVING
from tests.dossier.graph import ADA, BEN, ROWS, Reading
from twopages.access import Viewer
from twopages.api.engine import Asked, Engine
from twopages.dossier import Dossier, Dossiers, Plan
from twopages.keys import KeyRing
from twopages.settings import Settings

QUERY = """
query File($id: ID!) { human(id: $id) {
  age { value derived agreement source { attribute header delivered dataset { id } } others { attribute verdict } }
  earns { value derived source { record } others { record } }
  sex { value label { en } derived conflict { agrees outdated contradicts writtenOtherwise } }
  formerNames { members { value sources { record header } } }
} }
"""


class Room:
    """Answers plans from the rows of the small graph; only of values that follow from the entity's own."""

    def __init__(self, keys: KeyRing) -> None:
        self.reading = Reading(keys)
        self.reading.dossiers = Dossiers(None, keys, DERIVING, lambda: "2021-07-01")  # type: ignore[arg-type]  # no statement is run

    def read(self, plan: Plan, id: str) -> Dossier | None:
        name = next(name for name, known in self.reading.names.items() if known == id)
        rows = [row for row in ROWS if not row.past and name in row.about]
        return self.reading.read(plan.cls, name, rows, set(plan.attributes))


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    home: Path = tmp_path_factory.mktemp("ring")
    return Room(KeyRing.create(replace(Settings(), home=home)))


def ask(room: Room, name: str) -> dict[str, Any]:
    engine = Engine(DERIVING, None, room.reading.ring, open_gate_of(DERIVING, room.reading.ring))  # type: ignore[arg-type]  # nothing is read but from the room
    engine.dossiers = room  # type: ignore[assignment]  # the same question and answer
    answer = engine.answer(Asked(QUERY, None, {"id": room.reading.names[name]}), Viewer("desk", "citizen", "nobody"))
    assert answer.errors == ()
    assert answer.data is not None
    told: dict[str, Any] = answer.data["human"]
    return told


def test_a_derived_value_names_the_rows_that_it_follows_from(room: Room) -> None:
    age = ask(room, BEN)["age"]
    assert (age["value"], age["derived"], age["agreement"]) == (141, True, "SINGLE")
    assert age["source"]["attribute"] == "number"
    assert age["source"]["header"] == "身份证"
    assert age["source"]["dataset"]["id"] == "register"
    assert age["others"] == []


def test_that_nothing_is_on_record_has_no_source(room: Room) -> None:
    assert ask(room, BEN)["earns"] == {"value": False, "derived": True, "source": None, "others": []}


def test_what_a_source_gives_is_told_with_how_the_others_stand_to_it(room: Room) -> None:
    ada, ben = ask(room, ADA), ask(room, BEN)
    assert (ben["sex"]["value"], ben["sex"]["label"]["en"], ben["sex"]["derived"]) == ("1", "male", True)
    assert (ada["sex"]["value"], ada["sex"]["derived"]) == ("2", False)
    assert ada["sex"]["conflict"] == {"agrees": 0, "outdated": 1, "contradicts": 0, "writtenOtherwise": 0}


def test_each_of_several_values_names_its_own_sources(room: Room) -> None:
    members = ask(room, ADA)["formerNames"]["members"]
    assert [(item["value"], [source["record"] for source in item["sources"]]) for item in members] == [
        ("王小达", ["r1"]),
        ("王阿大", ["r1"]),
        ("王大达", ["r2"]),
    ]
