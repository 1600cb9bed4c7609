"""Whom citizens act for: in a fed city, against what its makers know; on any day, and to the day on which somebody comes of age."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import City
from twopages.access import Viewer, own_class, represented
from twopages.access.represent import Representation, representations
from twopages.dossier import Dossiers, entity_id
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model

PARENT, GUARDIAN, HEADS = "PARENT_OF", "GUARDIAN_OF", "LEGAL_REPRESENTATIVE_OF"
KNOWN = ("birthDate", "deathDate", "disabilityCategory")


@dataclass(frozen=True)
class Kin:
    """One relation of a person to another, and what is known of the other."""

    relation: str
    actor: str
    other: str
    parts: dict[str, Any]
    values: dict[str, Any]

    def acts(self, day: date, replaced: bool) -> bool:
        """What the law says, in other words than the ontology's."""
        born, since, until = (self.values.get("birthDate"), self.parts.get("since"), self.parts.get("until"))
        if born is None or "deathDate" in self.values:
            return False
        if (since and since >= day.isoformat()) or (until and until < day.isoformat()):
            return False
        minor = day < grown_up(born)
        if self.relation == PARENT:
            return minor and not replaced
        return minor or bool({"5", "6"} & set(self.values.get("disabilityCategory", ())))


def grown_up(born: str) -> date:
    """The day on which somebody is 18; 1 March for whoever is born on 29 February."""
    year, month, day = map(int, born.split("-"))
    try:
        return date(year + 18, month, day)
    except ValueError:
        return date(year + 18, 3, 1)


@dataclass(frozen=True)
class Families:
    """Everybody's kin as the city's makers know it; left out is what its sources leave open."""

    city: City
    store: Store
    keys: KeyRing
    model: Model

    def kin(self) -> list[Kin]:
        persons = self.city.key["entities"]["Person"]
        found = []
        for relation, _, actor, _, other, parts in self.city.key["relations"]:
            told = persons.get(other, {"certain": False, "ambiguous": []})
            if relation in (PARENT, GUARDIAN) and told["certain"] and not set(KNOWN) & set(told["ambiguous"]):
                found.append(Kin(relation, actor, other, parts, told["values"] | told["derived"]))
        return found

    def of(self, key: str, day: date) -> tuple[Representation, ...]:
        id = entity_id(self.keys, self.model, "Person", key)
        read = Dossiers(self.store, self.keys, self.model, day.isoformat)
        return representations(read, own_class(self.model), Viewer("x", "citizen", id))

    def pairs(self, kin: list[Kin], day: date) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
        """(relation, actor, other) as expected on a day, and as found for the same pairs."""
        named = {(item.relation, item.actor, entity_id(self.keys, self.model, "Person", item.other)) for item in kin}
        replaced = {item.other for item in kin if item.relation == GUARDIAN and self._appointed(item, day)}
        wanted = {
            (item.relation, item.actor, entity_id(self.keys, self.model, "Person", item.other))
            for item in kin
            if item.acts(day, item.other in replaced)
        }
        actors = {item.actor for item in kin}
        found = {(item.relation, actor, item.far.id) for actor in actors for item in self.of(actor, day)}
        return wanted, found & named

    def _appointed(self, item: Kin, day: date) -> bool:
        since, until = item.parts.get("since", ""), item.parts.get("until") or "9999"
        return item.parts.get("guardianshipType") in ("2", "5") and since < day.isoformat() <= until


@pytest.fixture(scope="module")
def families(city: City, store: Store, keys: KeyRing, model: Model) -> Families:
    return Families(city, store, keys, model)


@pytest.mark.parametrize("later", [0, 400, 3000])
def test_parents_act_for_minors_and_guardians_for_wards_as_long_as_the_law_says(families: Families, later: int) -> None:
    kin, day = families.kin(), date.fromisoformat(families.city.key["asOf"]) + timedelta(days=later)
    wanted, found = families.pairs(kin, day)
    assert found == wanted
    assert {relation for relation, *_ in wanted} == {PARENT, GUARDIAN}
    assert len(wanted) < len(kin), "some are grown up"


def test_whoever_comes_of_age_is_nobodys_child_on_that_day(families: Families) -> None:
    today = date.fromisoformat(families.city.key["asOf"])
    child = next(item for item in families.kin() if item.relation == PARENT and item.acts(today, replaced=False))
    id, grown = entity_id(families.keys, families.model, "Person", child.other), grown_up(child.values["birthDate"])
    eve = grown - timedelta(days=1)
    before = next(item for item in families.of(child.actor, eve) if (item.relation, item.far.id) == (PARENT, id))
    assert before.until == eve.isoformat()
    assert (PARENT, id) not in {(item.relation, item.far.id) for item in families.of(child.actor, grown)}


def test_the_last_day_is_the_last_and_the_records_are_those_of_the_relation_and_the_birth(families: Families) -> None:
    today = date.fromisoformat(families.city.key["asOf"])
    actor = next(item.actor for item in families.kin() if item.acts(today, replaced=False))
    for item in families.of(actor, today):
        if item.until:
            end = date.fromisoformat(item.until)
            for day, there in ((end, True), (end + timedelta(days=1), False)):
                assert (
                    (item.relation, item.far.id) in {(i.relation, i.far.id) for i in families.of(actor, day)}
                ) == there
        rows = families.store.read(
            "MATCH (:Entity)-[e]->(:Entity {id: $id}) WHERE type(e) = $type "
            "RETURN e.records AS records, COUNT { UNWIND $records AS r MATCH (:Record {id: r}) } AS known",
            {"id": item.far.id, "type": item.relation, "records": list(item.records)},
        )
        assert rows[0]["known"] == len(item.records) > 0
        assert any(set(row["records"]) <= set(item.records) for row in rows)


def test_enterprises_are_represented_without_an_end_and_nobody_else_represents(
    families: Families, store: Store, keys: KeyRing, model: Model
) -> None:
    key = next(start for relation, _, start, *_ in families.city.key["relations"] if relation == HEADS)
    id = entity_id(keys, model, "Person", key)
    firms = [item for item in families.of(key, date(2031, 1, 1)) if item.relation == HEADS]
    assert firms and all(item.until is None and item.records and item.far.cls == "Enterprise" for item in firms)
    assert {item.far.id for item in firms} <= {
        item.far.id for item in represented(Dossiers(store, keys, model), Viewer("x", "citizen", id))
    }
    for viewer in (Viewer("x", "agent", id), Viewer("x", "caseworker", None), Viewer("x", "citizen", "nobody")):
        assert represented(Dossiers(store, keys, model), viewer) == ()


def test_operators_act_for_enterprises_and_not_for_children(model: Model) -> None:
    assert (own_class(model), own_class(model, "operator")) == ("Person", "Enterprise")
