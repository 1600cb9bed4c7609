"""The fused city against what its makers know: every value whose sources are not ambiguous, every relation, every count."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.conftest import City
from twopages.dossier import Dossier, Dossiers, Envelope, Plan
from twopages.feed.report import BatchReport
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model

EDGES = """
MATCH (a:Entity)-[e]->(b:Entity) WHERE type(e) <> 'ALIAS_OF'
RETURN type(e) AS type, a.id AS start, b.id AS end, properties(e) AS properties
"""
ALIASES = "MATCH (a:Alias)-[:ALIAS_OF]->(e:Entity) RETURN a.id AS id, e.id AS entity"


def entity_id(keys: KeyRing, model: Model, cls: str, key: str) -> str:
    """The id of an entity; the parts of a composite key stand in one text."""
    parts = key.split("|", len(model.classes[cls].key) - 1)
    return keys.hash_id("entity", cls, *parts)


@dataclass
class Compared:
    """The graph against the key: (class, key, attribute, expected, found) where it says otherwise, and where it shows no conflict."""

    wrong: list[tuple[str, str, str, Any, Any]] = field(default_factory=list)
    calm: list[tuple[str, str, str]] = field(default_factory=list)
    delivered: int = 0
    derived: int = 0
    ambiguous: int = 0

    def entity(self, model: Model, cls: str, key: str, told: Any, dossier: Dossier | None) -> None:
        """One entity of the key."""
        envelopes = dossier.envelopes if dossier else {}
        for name in model.classes[cls].attributes:
            if name in told["ambiguous"]:
                self.ambiguous += 1
                if not _shown(envelopes.get(name), derived=model.attributes[name].derivation is not None):
                    self.calm.append((cls, key, name))
            elif (wanted := _expected(told, name)) != (found := _found(model, envelopes.get(name))):
                self.wrong.append((cls, key, name, wanted, found))
        self.delivered += len(told["values"])
        self.derived += len(told["derived"])


def _expected(told: Any, name: str) -> Any:
    value = told["values"].get(name, told["derived"].get(name))
    return None if value is None else tuple(sorted(value)) if isinstance(value, list) else (value,)


def _found(model: Model, envelope: Envelope | None) -> Any:
    """The values; several have no order of their own."""
    if envelope is None:
        return None
    return tuple(sorted(envelope.values)) if model.attributes[envelope.attribute].many else envelope.values


def _shown(envelope: Envelope | None, *, derived: bool) -> bool:
    """Whether an ambiguous value is shown as a conflict, where several sources speak; what is derived has none of its own."""
    if envelope is None or derived:
        return derived
    return len(envelope.sources) == 1 or envelope.conflict.contradicts + envelope.conflict.outdated > 0


@pytest.fixture(scope="module")
def compared(city: City, store: Store, keys: KeyRing, model: Model) -> Compared:
    read, found = Dossiers(store, keys, model, lambda: str(city.key["asOf"])), Compared()
    for cls, entities in city.key["entities"].items():
        plan = Plan(cls, frozenset(model.classes[cls].attributes))
        for key, told in entities.items():
            if told["certain"]:
                found.entity(model, cls, key, told, read.read(plan, entity_id(keys, model, cls, key)))
    return found


def test_every_value_that_is_not_ambiguous_is_that_of_the_answer_key(compared: Compared) -> None:
    assert compared.wrong == []
    assert compared.delivered > 30_000 and compared.derived > 4_000


def test_every_ambiguous_value_is_shown_as_a_conflict(compared: Compared) -> None:
    assert compared.calm == []
    assert compared.delivered / 1000 > compared.ambiguous > 0


def test_files_became_one_where_the_answer_key_says_so_and_nowhere_else(
    city: City, store: Store, keys: KeyRing, model: Model
) -> None:
    wanted = {
        (entity_id(keys, model, cls, other), entity_id(keys, model, cls, key))
        for cls, names in city.key["aliases"].items()
        for other, key in names.items()
    }
    found = {(row["id"], row["entity"]) for row in store.read(ALIASES)}
    assert found and found == wanted


def test_the_store_knows_whom_registering_datasets_named_and_nobody_else(
    city: City, store: Store, keys: KeyRing, model: Model
) -> None:
    told = {
        entity_id(keys, model, cls, key): facts["certain"]
        for cls, entities in city.key["entities"].items()
        for key, facts in entities.items()
    }
    found = {row["id"] for row in store.read("MATCH (e:Entity) WHERE NOT e:Alias RETURN e.id AS id")}
    assert found - told.keys() == set()
    assert {entity for entity, certain in told.items() if certain} - found == set()
    assert any(facts["waiting"] for facts in city.key["datasets"].values()), "somebody is to be named who is not known"


def test_every_relation_is_that_of_the_answer_key(city: City, store: Store, keys: KeyRing, model: Model) -> None:
    wanted, respelled = _edges(keys, model, city.key["relations"]), _edges(keys, model, city.key["respelled"])
    doubtful = {(relation, entity_id(keys, model, cls, key)) for relation, cls, key in city.key["doubtful"]}
    found = {(row["type"], row["start"], row["end"]): row["properties"] for row in store.read(EDGES)}
    sure = {edge for edge in found if not {(edge[0], edge[1]), (edge[0], edge[2])} & doubtful}
    assert wanted.keys() - found.keys() == set()
    assert sure - wanted.keys() - respelled.keys() == set()
    assert len(respelled.keys() & found.keys()) >= 0.95 * len(respelled) > 10
    assert [found for found in map(_differing, wanted, wanted.values(), map(found.get, wanted)) if found] == []


def _edges(keys: KeyRing, model: Model, items: list[list[Any]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {_edge(keys, model, item): item[5] for item in items}


def _differing(edge: tuple[str, str, str], wanted: dict[str, Any], properties: Any) -> tuple[Any, ...]:
    """What an edge says otherwise than the key, which tells no value of a part that is ambiguous."""
    found = {part: value for part, value in properties.items() if part not in {"records", "byName", *wanted}}
    told = {part: value for part, value in wanted.items() if value is not None}
    said = {part: _plain(properties.get(part), value) for part, value in told.items()}
    return () if said == told and not found else (edge, wanted, properties)


def _plain(found: Any, wanted: Any) -> Any:
    """A number of an edge as the key writes it."""
    return wanted if isinstance(found, float) and float(wanted) == found else found


def _edge(keys: KeyRing, model: Model, told: list[Any]) -> tuple[str, str, str]:
    relation, cls, key, far_cls, far_key, _ = told
    start, end = entity_id(keys, model, cls, key), entity_id(keys, model, far_cls, far_key)
    first, second = sorted((start, end)) if model.relations[relation].symmetric else (start, end)
    return relation, first, second


def test_every_row_of_the_city_is_counted_once(city: City) -> None:
    for report in city.fed:
        assert isinstance(report, BatchReport) and report.state == "loaded", report
        assert report.rows == report.unchanged + report.accepted + report.waiting + report.quarantined
        assert report.accepted > 0


def test_the_counts_of_each_delivery_are_those_of_the_answer_key(city: City) -> None:
    fed = {report.dataset: report for report in city.fed if not hasattr(report, "message")}
    wrong = {}
    for dataset, told in city.key["datasets"].items():
        report = fed[dataset]
        least = {name: told[name] for name in ("unchanged", "accepted", "waiting", "quarantined")}
        found = {name: getattr(report, name) for name in least}
        if (
            any(found[name] < least[name] for name in least)
            or sum(found.values()) != sum(least.values()) + told["uncertain"]
        ):
            wrong[dataset] = (told, found)
    assert wrong == {}
