"""Resolving: which entities a row's claims come down to, given what is known of their keys. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from twopages.feed.claims import Claims, End, KeyRef
from twopages.keys import KeyRing
from twopages.ontology.model import Model

HAS_KEY = "HAS_KEY"  # the edge from an entity to a further key that leads to it; fused like a relation


class Edge(NamedTuple):
    """One edge between two nodes: a relation between entities, or an entity and its further key."""

    type: str
    start: str
    end: str

    def text(self) -> str:
        """As a record keeps it among its assertions."""
        return f"{self.type}|{self.start}|{self.end}"

    @staticmethod
    def parse(text: str) -> "Edge":
        """The inverse of `text`."""
        return Edge(*text.split("|"))


@dataclass(slots=True)
class KeyState:
    """What is known of keys: the ids of known entities, and which entities claim a further key by which records."""

    known: set[str] = field(default_factory=set)
    claimants: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    def answers(self, key: str) -> set[str]:
        """The entities that answer to a key."""
        return {key} if key in self.known else set(self.claimants.get(key, ()))

    def claim(self, edge: Edge, record: str) -> None:
        """A record says that the entity has the key."""
        self.claimants.setdefault(edge.end, {}).setdefault(edge.start, set()).add(record)

    def withdraw(self, edge: Edge, record: str) -> None:
        """A record no longer says so."""
        holders = self.claimants.setdefault(edge.end, {})
        holders.get(edge.start, set()).discard(record)
        if not holders.get(edge.start, True):
            del holders[edge.start]


@dataclass(frozen=True, slots=True)
class Linked:
    """A record joined to the graph.

    `about`: the attributes supplied to each entity; `edges`: what it asserts of known ends; `names`: keys that may come to lead
    elsewhere; `waiting`: no entity that it is about is known; `pending`: its relations with an unknown end.
    """

    about: dict[str, tuple[str, ...]]
    edges: dict[Edge, int]
    names: frozenset[str]
    waiting: bool
    pending: int


@dataclass(frozen=True, slots=True)
class Linker:
    """Turns claims into ids and looks their keys up."""

    model: Model
    keys: KeyRing
    ids: dict[KeyRef, str] = field(default_factory=dict)  # of the keys met so far; a linker lives as long as one chunk

    def id_of(self, ref: KeyRef) -> str:
        """The opaque id of a key; that of an entity's own key is the entity's id."""
        if ref not in self.ids:
            self.ids[ref] = self.keys.hash_id("entity" if ref.scheme == "key" else ref.scheme, ref.cls, *ref.parts)
        return self.ids[ref]

    def named(self, claims: Claims) -> Iterator[str]:
        """The ids of all keys by which the row names somebody or makes somebody known."""
        ends = [
            claims.subject,
            claims.other,
            *(end for item in claims.assertions for end in (item.from_end, item.to_end)),
        ]
        yield from {self.id_of(ref) for end in ends for ref in end}
        yield from (edge.end for edge in self.further_keys(claims))
        yield from (entity for entity, _ in self.registered(claims))

    def registered(self, claims: Claims) -> Iterator[tuple[str, str]]:
        """(id, class) of the entities that the row makes known."""
        return ((self.id_of(ref), ref.cls) for ref, _ in claims.registers)

    def further_keys(self, claims: Claims) -> Iterator[Edge]:
        """The further keys that the row gives to the entities it makes known."""
        for ref, others in claims.registers:
            yield from (Edge(HAS_KEY, self.id_of(ref), self.id_of(other)) for other in others)

    def link(self, claims: Claims, state: KeyState) -> Linked:
        """What the row comes down to; an end is resolved when exactly one entity answers to it."""
        found: dict[str, tuple[str, ...]] = {}
        for end, attributes in claims.supplies:
            if entity := self._one(end, state):
                found[entity] = tuple(dict.fromkeys((*found.get(entity, ()), *attributes)))
        edges = {edge: index for index, edge in self._edges(claims, state)}
        names = frozenset(self._open_keys(claims, state))
        pending = len(claims.assertions) - len(edges)
        edges |= dict.fromkeys(self.further_keys(claims), -1)
        return Linked(found, edges, names, not found, pending if found else 0)

    def _one(self, end: End, state: KeyState) -> str | None:
        answers = set().union(*(state.answers(self.id_of(ref)) for ref in end)) if end else set()
        return answers.pop() if len(answers) == 1 else None

    def _edges(self, claims: Claims, state: KeyState) -> Iterator[tuple[int, Edge]]:
        for index, item in enumerate(claims.assertions):
            start, end = self._one(item.from_end, state), self._one(item.to_end, state)
            if start and end:
                symmetric = self.model.relations[item.relation].symmetric
                yield index, Edge(item.relation, *(sorted((start, end)) if symmetric else (start, end)))

    def _open_keys(self, claims: Claims, state: KeyState) -> Iterable[str]:
        ends = (
            claims.subject,
            claims.other,
            *(end for item in claims.assertions for end in (item.from_end, item.to_end)),
        )
        return (key for end in ends for key in map(self.id_of, end) if key not in state.known)
