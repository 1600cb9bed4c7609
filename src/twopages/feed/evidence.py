"""Reading what may prove entities one: from those whose claims a chunk moves, as far as further keys lead."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from twopages.feed.edges import EdgeChange
from twopages.feed.link import HAS_KEY, Edge
from twopages.feed.oneness import Alias, aliases
from twopages.graph import Transaction, statement


@dataclass(frozen=True, slots=True)
class New:
    """An entity that the chunk makes known: its class, and whether by a key that is not the class's own."""

    cls: str
    weak: bool


@dataclass(slots=True)
class Oneness:
    """Entities whose claims are bound up with each other: what each is taken for before and after the chunk."""

    classes: dict[str, str] = field(default_factory=dict)
    keys: dict[str, set[str]] = field(default_factory=dict)  # every further key of each, names and texts too
    before: dict[str, Alias] = field(default_factory=dict)
    after: dict[str, Alias] = field(default_factory=dict)

    def moved(self) -> set[str]:
        """The entities that are taken for another one than before."""
        return {name for name in self.classes if _taken(self.before, name) != _taken(self.after, name)}

    def places(self) -> set[str]:
        """Where the records of what moved stand until now."""
        return {_taken(self.before, name) for name in self.moved()}

    def keys_moved(self) -> set[str]:
        """The further keys that led to what moved."""
        return {key for name in self.moved() for key in self.keys.get(name, ())}

    def written(self) -> dict[str, Alias]:
        """The aliases that are new or rest on other records than before."""
        return {name: alias for name, alias in self.after.items() if self.before.get(name) != alias}

    def parted(self) -> set[str]:
        """The aliases that are entities again."""
        return set(self.before) - set(self.after)


def _taken(found: Mapping[str, Alias], name: str) -> str:
    return found[name].entity if name in found else name


def read_oneness(
    tx: Transaction, seeds: Collection[str], changes: Mapping[Edge, EdgeChange], new: Mapping[str, New]
) -> Oneness:
    """What becomes of the entities around `seeds` when these are in: `changes` of who claims which known key, and `new` entities."""
    reading = _Reading(tx, changes, new)
    frontier = set(seeds)
    while frontier:
        frontier = reading.step(frontier)
    reading.found.after = aliases(reading.strong, reading.claims())
    return reading.found


@dataclass(slots=True)
class _Reading:
    """What is read so far; `stored` claims stand in the graph."""

    tx: Transaction
    changes: Mapping[Edge, EdgeChange]
    new: Mapping[str, New]
    found: Oneness = field(default_factory=Oneness)
    strong: set[str] = field(default_factory=set)
    stored: dict[Edge, set[str]] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    def step(self, frontier: set[str]) -> set[str]:
        """Read these entities; returns what their claims lead to."""
        self.asked |= frontier
        further = {
            name for edge in self.changes if frontier & {edge.start, edge.end} for name in (edge.start, edge.end)
        }
        for row in self.tx.run(statement("feed_evidence"), {"ids": sorted(frontier)})[0]["found"]:
            further |= self._take(*row)
        for name in frontier & self.new.keys():
            self._keep(name, self.new[name].cls, weak=self.new[name].weak)
        return further - self.asked

    def _take(
        self, name: str, weak: bool, cls: str, taken: list[Any], keys: list[Any], claimants: list[Any]
    ) -> set[str]:
        """One entity of the graph; a key that many claim in vain leads to none of them."""
        self._keep(name, cls, weak=weak)
        for entity, records in taken:
            self.found.before[name] = Alias(entity, tuple(records))
        self.found.keys[name] = {key for key, _ in keys}
        self.stored |= {Edge(HAS_KEY, name, key): set(records) for key, records in keys}
        claims = {claimant: Edge(HAS_KEY, claimant, name) for claimant, _, _ in claimants}
        self.stored |= {claims[claimant]: set(records) for claimant, records, _ in claimants}
        strong = {claimant for claimant, _, claimant_weak in claimants if not claimant_weak}
        self.strong |= strong
        lasting = {claimant for claimant in strong if claims[claimant] not in self.changes} | ({name} & self.strong)
        return self.found.keys[name] | (claims.keys() if len(lasting) < 2 else set())

    def _keep(self, name: str, cls: str, *, weak: bool) -> None:
        self.found.classes[name] = cls
        self.strong |= set() if weak else {name}

    def claims(self) -> dict[str, dict[str, set[str]]]:
        """Who claims the key of each entity when the chunk is in, by which records."""
        found: dict[str, dict[str, set[str]]] = {}
        for edge in self.stored.keys() | self.changes.keys():
            stored = self.stored.get(edge, set())
            records = self.changes[edge].records(stored) if edge in self.changes else stored
            if records and edge.end in self.found.classes:
                found.setdefault(edge.end, {})[edge.start] = records
        return found
