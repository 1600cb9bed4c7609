"""The fused city against what its makers know: every value whose sources are not ambiguous, every relation, every count."""

from collections.abc import Iterator
from typing import Any

from tests.conftest import City
from twopages.dossier import Dossiers, Plan
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model

EDGES = """
MATCH (a:Entity)-[e]->(b:Entity)
RETURN type(e) AS type, a.id AS start, b.id AS end, properties(e) AS properties
"""


def entity_id(keys: KeyRing, model: Model, cls: str, key: str) -> str:
    """The id of an entity; the parts of a composite key stand in one text."""
    parts = key.split("|", len(model.classes[cls].key) - 1)
    return keys.hash_id("entity", cls, *parts)


def differences(city: City, read: Dossiers, model: Model, keys: KeyRing) -> Iterator[tuple[str, str, str, Any, Any]]:
    """(class, key, attribute, expected, found) wherever the graph does not say what the key says."""
    for cls, entities in city.key["entities"].items():
        plan = Plan(cls, frozenset(model.classes[cls].attributes))
        for key, told in entities.items():
            dossier = read.read(plan, entity_id(keys, model, cls, key)) if told["certain"] else None
            found = {name: envelope.values for name, envelope in dossier.envelopes.items()} if dossier else {}
            for name in model.classes[cls].attributes if told["certain"] else ():
                wanted, got = told["values"].get(name), found.get(name)
                expected = tuple(wanted) if isinstance(wanted, list) else (wanted,) if wanted is not None else None
                if name not in told["ambiguous"] and expected != got:
                    yield cls, key, name, expected, got


def test_every_value_that_is_not_ambiguous_is_that_of_the_answer_key(
    city: City, store: Store, keys: KeyRing, model: Model
) -> None:
    wrong = list(differences(city, Dossiers(store, keys, model), model, keys))
    assert wrong == []
    values = sum(
        len(told["values"])
        for entities in city.key["entities"].values()
        for told in entities.values()
        if told["certain"]
    )
    assert values > 10_000


def test_nobody_is_in_the_store_whom_no_registering_dataset_named(
    city: City, store: Store, keys: KeyRing, model: Model
) -> None:
    absent = [entity_id(keys, model, cls, key) for cls, names in city.key["absent"].items() for key in names]
    assert absent
    assert store.read("UNWIND $ids AS id MATCH (e:Entity {id: id}) RETURN e.id AS id", {"ids": absent}) == []


def test_every_relation_is_that_of_the_answer_key(city: City, store: Store, keys: KeyRing, model: Model) -> None:
    wanted = {_edge(keys, model, item) for item in city.key["relations"]}
    doubtful = {(relation, entity_id(keys, model, cls, key)) for relation, cls, key in city.key["doubtful"]}
    found = {(row["type"], row["start"], row["end"]) for row in store.read(EDGES)}
    sure = {edge for edge in found if not {(edge[0], edge[1]), (edge[0], edge[2])} & doubtful}
    assert wanted - found == set()
    assert sure - wanted == set()


def _edge(keys: KeyRing, model: Model, told: list[Any]) -> tuple[str, str, str]:
    relation, cls, key, far_cls, far_key, _ = told
    start, end = entity_id(keys, model, cls, key), entity_id(keys, model, far_cls, far_key)
    first, second = sorted((start, end)) if model.relations[relation].symmetric else (start, end)
    return relation, first, second


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
