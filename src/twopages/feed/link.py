"""Resolving: which entities a row's claims come down to, given what is known of their keys. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from twopages.feed.claims import BY_NAME, BY_NAME_AND_ADDRESS, Claims, End, KeyRef
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.values import own_key

UNKNOWN, AMBIGUOUS, UNNAMED = "unknown", "ambiguous", "unnamed"  # why nobody answers
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
    """What is known of keys: the ids of known entities, which entities claim a further key by which records, and which are proven
    to be another one (see `oneness`).
    """

    known: set[str] = field(default_factory=set)
    claimants: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)

    def answers(self, key: str) -> set[str]:
        """The entities that answer to a key."""
        found = {key} if key in self.known else set(self.claimants.get(key, ()))
        return {self.aliases.get(entity, entity) for entity in found} if self.aliases else found

    def claim(self, edge: Edge, record: str) -> None:
        """A record says that the entity has the key."""
        self.claimants.setdefault(edge.end, {}).setdefault(edge.start, set()).add(record)

    def withdraw(self, edge: Edge, record: str) -> None:
        """A record no longer says so."""
        holders = self.claimants.setdefault(edge.end, {})
        holders.get(edge.start, set()).discard(record)
        if not holders.get(edge.start, True):
            del holders[edge.start]


Answer = tuple[str | None, str]  # the one entity and how it was found ("": by key), or nobody and why not
Answers = Mapping[End, Answer]


@dataclass(frozen=True, slots=True)
class Linked:
    """A record joined to the graph.

    `about`: the attributes supplied to each entity; `by`: how it was linked to those that no key led to; `edges`: what it
    asserts of known ends; `names`: keys that may come to lead elsewhere; `waiting`: no entity that it is about is known;
    `pending`: its relations with an unknown end; `waits`: the kinds of ends that nobody answers to.
    """

    about: dict[str, tuple[str, ...]]
    edges: dict[Edge, int]
    names: frozenset[str]
    waiting: bool
    pending: int
    by: dict[str, str] = field(default_factory=dict)
    waits: tuple[str, ...] = ()


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
        yield from {self.id_of(ref) for end in _ends(claims) for ref in end}
        yield from (edge.end for edge in self.further_keys(claims))
        yield from (entity for entity, _ in self.registered(claims))

    def registered(self, claims: Claims) -> Iterator[tuple[str, KeyRef]]:
        """The entities that the row makes known, with the keys that it knows them by."""
        return ((self.id_of(ref), ref) for ref, _ in claims.registers)

    def weak(self, ref: KeyRef) -> bool:
        """Whether an entity is known by a key in the place of its class's own: a passport, a permit, a registration number."""
        own = self.model.classes[ref.cls].key[-1]
        return not own_key(self.model.attributes[own].kind, ref.parts[-1])

    def further_keys(self, claims: Claims) -> Iterator[Edge]:
        """The further keys that the row gives to the entities it makes known."""
        for ref, others in claims.registers:
            yield from (Edge(HAS_KEY, self.id_of(ref), self.id_of(other)) for other in others)

    def link(self, claims: Claims, state: KeyState) -> Linked:
        """What the row comes down to; an end is resolved when exactly one entity answers to it."""
        answers = {end: self._answer(end, state) for end in _ends(claims)}
        about, by = _about(claims, answers)
        found = list(self._edges(claims, answers))
        edges = {edge: index for index, edge in found}
        names = frozenset(key for end in answers for key in map(self.id_of, end) if key not in state.known)
        pending = len(claims.assertions) - len(found) if about else 0
        waits = _waits(claims, answers, about) if pending or not about else ()
        edges |= dict.fromkeys(self.further_keys(claims), -1)
        return Linked(about, edges, names, not about, pending, by, waits)

    def _answer(self, end: End, state: KeyState) -> Answer:
        """Among several of one name the address that is told with it decides; nothing is guessed."""
        if len(end) == 1 and end[0].scheme == "key":
            key = self.id_of(end[0])
            return (state.aliases.get(key, key), "") if key in state.known else _only(state.answers(key), "")
        alone = [ref for ref in end if ref.scheme != "name" or len(ref.parts) == 1]
        answers = self._answers(alone, state)
        placed = self._answers([ref for ref in end if ref not in alone], state) if len(answers) > 1 else set()
        if len(placed) == 1:
            return placed.pop(), BY_NAME_AND_ADDRESS
        return _only(answers, BY_NAME if end and end[0].scheme == "name" else "")

    def _answers(self, refs: Sequence[KeyRef], state: KeyState) -> set[str]:
        return set().union(*(state.answers(self.id_of(ref)) for ref in refs))

    def _edges(self, claims: Claims, answers: Answers) -> Iterator[tuple[int, Edge]]:
        for index, item in enumerate(claims.assertions):
            start, end = answers[item.from_end][0], answers[item.to_end][0]
            if start and end:
                symmetric = self.model.relations[item.relation].symmetric
                yield index, Edge(item.relation, *(sorted((start, end)) if symmetric else (start, end)))


def _about(claims: Claims, answers: Answers) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """The attributes supplied to each entity, and how the row was linked to those that no end leads to by key."""
    about: dict[str, tuple[str, ...]] = {}
    by: dict[str, str] = {}
    for end, attributes in claims.supplies:
        entity, how = answers[end]
        if entity is not None:
            by[entity] = min(how, by.get(entity, how))  # the empty text, by key, before every other
            told = about.get(entity)
            about[entity] = attributes if told is None else tuple(dict.fromkeys((*told, *attributes)))
    return about, {entity: how for entity, how in by.items() if how}


def _waits(claims: Claims, answers: Answers, about: Mapping[str, object]) -> tuple[str, ...]:
    """The kinds of the ends that nobody answers to: class, scheme and why, as in "Person|key|unknown"; of a row that is about
    nobody its own ends alone."""
    ends = answers if about else filter(None, (claims.subject, claims.other))
    kinds = {_kind(end, answers[end][1]) for end in ends if answers[end][0] is None}
    return tuple(sorted(kinds)) or (f"||{UNNAMED}",)


def _kind(end: End, why: str) -> str:
    return "|".join(("/".join(sorted({ref.cls for ref in end})), end[0].scheme, why))


def _only(answers: set[str], how: str) -> Answer:
    """The one that answers; several answer to what is ambiguous."""
    return (next(iter(answers)), how) if len(answers) == 1 else (None, AMBIGUOUS if answers else UNKNOWN)


def _ends(claims: Claims) -> tuple[End, ...]:
    """Every end that the row names."""
    far = (end for item in claims.assertions for end in (item.from_end, item.to_end))
    return tuple(end for end in (claims.subject, claims.other, *far) if end)
