"""What stands in the store around some subjects, read as it is, for the oracle to judge."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from twopages.graph import Store
from twopages.ontology.export import Thing, Tie
from twopages.ontology.model import Model
from twopages.ontology.rule import Apart, Condition, Far, inner, walk
from twopages.ontology.tags import needed

NODES = """
UNWIND $classes AS cls
MATCH (e:$(cls)) RETURN e.id AS id, cls, properties(e) AS values
"""
EDGES = """
MATCH (a:Entity)-[r]->(b:Entity) WHERE type(r) IN $relations
RETURN type(r) AS relation, a.id AS start, b.id AS end, properties(r) AS parts
"""
TAGGED = "MATCH (e:Entity)-[:TAGGED]->(t:Tag) WHERE t.id IN $tags RETURN t.id AS tag, e.id AS subject"

Holders = Mapping[str, frozenset[str]]  # tag -> subjects


@dataclass(frozen=True, slots=True)
class Sample:
    """Part of a graph."""

    things: Mapping[str, Thing]
    ties: tuple[Tie, ...]

    def of_class(self, cls: str) -> list[str]:
        return sorted(thing.id for thing in self.things.values() if thing.cls == cls)

    def around(self, subjects: Collection[str], depth: int) -> "Sample":
        """These subjects and what lies within so many relations of them."""
        near: dict[str, set[str]] = {}
        for tie in self.ties:
            near.setdefault(tie.start, set()).add(tie.end)
            near.setdefault(tie.end, set()).add(tie.start)
        seen = set(subjects)
        for _ in range(depth):
            seen |= {far for id in seen for far in near.get(id, ())}
        ties = tuple(tie for tie in self.ties if tie.start in seen and tie.end in seen)
        return Sample({id: self.things[id] for id in seen}, ties)


def depth(condition: Condition) -> int:
    """How many relations a rule goes over, one after the other."""
    return max((depth(term) for term in inner(condition)), default=0) + isinstance(condition, Far)


def read_sample(store: Store, model: Model) -> Sample:
    """Every entity with the values that rules read, and every relation that they go over."""
    rules = [tag.condition for tag in model.tags.values()]
    things = (
        _thing(model, row, needed(rules).values | needed(rules).presence)
        for row in store.read(NODES, {"classes": list(model.classes)})
    )
    rows = store.read(EDGES, {"relations": sorted(set(_relations(rules)))})
    ties = (Tie(row["relation"], row["start"], row["end"], _parts(model, row)) for row in rows)
    return Sample({thing.id: thing for thing in things}, tuple(ties))


def read_holders(store: Store, model: Model) -> Holders:
    """Who holds which tag, as the graph says."""
    found: dict[str, set[str]] = {name: set() for name in model.tags}
    for row in store.read(TAGGED, {"tags": list(model.tags)}):
        found[row["tag"]].add(row["subject"])
    return {name: frozenset(subjects) for name, subjects in found.items()}


def choose(holders: Holders, candidates: Iterable[str], most: int) -> list[str]:
    """Some of the candidates, among them a holder of every tag that any of them holds, and as different as can be."""
    left = {id: {tag for tag, subjects in holders.items() if id in subjects} for id in candidates}
    chosen: list[str] = []
    open_tags: set[str] = set()
    while left and (open_tags or len(chosen) < most):
        open_tags = open_tags or set().union(*left.values())
        best = max(sorted(left), key=lambda id: len(left[id] & open_tags))
        chosen.append(best)
        open_tags -= left.pop(best)
    return chosen


def _relations(rules: Iterable[Condition]) -> Iterator[str]:
    for term in (term for rule in rules for term in walk(rule)):
        match term:
            case Far(step=step):
                yield step.relation
            case Apart(one, other):
                yield from (one.relation, other.relation)


def _thing(model: Model, row: Mapping[str, Any], names: Collection[str]) -> Thing:
    own = [model.attributes[name] for name in model.classes[row["cls"]].attributes if name in names]
    told = {item.id: row["values"].get(item.flag_name if item.flag else item.id) for item in own}
    return Thing(row["id"], row["cls"], {name: _several(value) for name, value in told.items() if value is not None})


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, list) else (value,)


def _parts(model: Model, row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: row["parts"][name] for name in model.relations[row["relation"]].parts if name in row["parts"]}
