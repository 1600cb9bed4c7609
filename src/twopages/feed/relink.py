"""Linking: what new, demoted and stored records do to keys, links and edges; reads what it touches of the graph and writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twopages.feed.edges import EdgeChange
from twopages.feed.evidence import New, Oneness, read_oneness
from twopages.feed.link import HAS_KEY, Edge, KeyState, Linker
from twopages.feed.records import Again, Rooms, Stored, Told, Touched
from twopages.graph import Transaction, statement

Fresh = Mapping[str, tuple[Told, bool]]  # new records by id, and whether each is the present version of its slot
Demoted = Mapping[str, frozenset[Edge]]  # records that cease to be present, and what they asserted


@dataclass
class Relinking:
    """The records that a chunk links, anew or for the first time, and the edges that change with them."""

    tx: Transaction
    rooms: Rooms
    linker: Linker
    state: KeyState = field(default_factory=KeyState)
    before: dict[str, frozenset[str]] = field(
        default_factory=dict
    )  # the entities that each key led to before the chunk
    named: set[str] = field(default_factory=set)  # of those, the keys that records may name
    touched: dict[str, Touched] = field(default_factory=dict)
    changes: dict[Edge, EdgeChange] = field(default_factory=dict)
    entities: dict[str, New] = field(default_factory=dict)  # newly known
    oneness: Oneness = field(default_factory=Oneness)

    def run(self, fresh: Fresh, demoted: Demoted, again: Sequence[Again] = ()) -> None:
        """Fill the fields from what is new, what is no longer present, and stored records that may say something else now."""
        self._look_up(fresh, demoted, again)
        for record, edges in demoted.items():
            self._withdraw(record, edges)
        self._register(fresh, again)
        self._join()
        self._link(fresh, [*again, *self._moved(demoted, {told.id for told, _, _ in again})])

    def keys(self) -> list[str]:
        """Every key that the chunk looked at or names."""
        return sorted(set(self.before) | {key for item in self.touched.values() for key in item.linked.names})

    def _look_up(self, fresh: Fresh, demoted: Demoted, again: Sequence[Again]) -> None:
        told = [*(told for told, _ in fresh.values()), *(told for told, _, _ in again)]
        names = {key for item in told for key in self.linker.named(item.claims)}
        gone = [*demoted.values(), *(stored.edges for _, _, stored in again)]
        self._read_keys(names | {edge.end for edges in gone for edge in edges if edge.type == HAS_KEY})

    def _read_keys(self, ids: set[str]) -> None:
        wanted = sorted(ids - set(self.before))
        found = self.tx.run(statement("feed_keys"), {"ids": wanted})[0]["found"] if wanted else ()
        for key, known, claimants, alias_of, named in found:
            if named:
                self.named.add(key)
            if known:
                self.state.known.add(key)
                self._take(key, alias_of)
            self.state.claimants[key] = {entity: set(records) for entity, records, _ in claimants}
            for entity, _, alias_of_entity in claimants:
                self._take(entity, alias_of_entity)
        self.before |= {key: frozenset(self.state.answers(key)) for key in wanted}

    def _take(self, entity: str, alias_of: str | None) -> None:
        """Whose alias an entity is in the graph, unless the chunk has found out better."""
        if alias_of is not None and entity not in self.oneness.classes:
            self.state.aliases[entity] = alias_of

    def _withdraw(self, record: str, edges: Iterable[Edge]) -> None:
        for edge in edges:
            self.changes.setdefault(edge, EdgeChange()).removed.add(record)
            if edge.type == HAS_KEY:
                self.state.withdraw(edge, record)

    def _assert(self, record: str, edges: Iterable[Edge]) -> None:
        for edge in edges:
            self.changes.setdefault(edge, EdgeChange()).added.add(record)
            if edge.type == HAS_KEY:
                self.state.claim(edge, record)

    def _register(self, fresh: Fresh, again: Sequence[Again]) -> None:
        """Make entities known that a registering row names, present or past, and give them their further keys."""
        linker = self.linker
        told = [*(told for told, _ in fresh.values()), *(told for told, _, _ in again)]
        for entity, ref in (found for item in told for found in linker.registered(item.claims)):
            if entity not in self.state.known:
                self.entities[entity] = New(ref.cls, linker.weak(ref))
        self.state.known.update(self.entities)
        for item, present in fresh.values():
            if present:
                self._assert(item.id, linker.further_keys(item.claims))
        for item, present, stored in again:
            now = set(linker.further_keys(item.claims)) if present else set[Edge]()
            before = {edge for edge in stored.edges if edge.type == HAS_KEY}
            self._withdraw(item.id, before - now)
            self._assert(item.id, now - before)

    def _join(self) -> None:
        """Find out which entities are one, where a known entity's key is claimed or ceases to be."""
        known = self.state.known
        claims = {edge: item for edge, item in self.changes.items() if edge.type == HAS_KEY and edge.end in known}
        met = {entity: self.state.claimants.get(entity, {}) for entity in self.entities}
        seeds = {name for entity, claimants in met.items() if claimants for name in (entity, *claimants)}
        seeds |= {name for edge in claims for name in (edge.start, edge.end)}
        if seeds:
            oneness = read_oneness(self.tx, seeds, claims, self.entities)
            self._read_keys(oneness.keys_moved())  # as they led before
            self.oneness = oneness
            for name in oneness.classes:
                self.state.aliases.pop(name, None)
            self.state.aliases |= {name: alias.entity for name, alias in oneness.after.items()}

    def _moved(self, demoted: Demoted, known: set[str]) -> list[Again]:
        """The records that name a key whose meaning moved, and those of entities that are taken for another one than before."""
        keys = {key for key, answers in self.before.items() if answers != self.state.answers(key)}
        rows = self._rows("feed_namers", (keys | self.entities.keys()) & self.named)
        rows |= self._rows("feed_attached", self.oneness.places())
        return [self.rooms.stored(row, demoted) for name, row in rows.items() if name not in known]

    def _rows(self, name: str, ids: set[str]) -> dict[str, Any]:
        found = self.tx.run(statement(name), {"ids": sorted(ids)})[0]["found"] if ids else ()
        return {row["id"]: row for row in found}

    def _link(self, fresh: Fresh, again: Sequence[Again]) -> None:
        self._read_keys({key for told, _, _ in again for key in self.linker.named(told.claims)})
        new: list[tuple[Told, bool, Stored | None]] = [(told, present, None) for told, present in fresh.values()]
        for told, present, stored in [*new, *again]:
            linked = self.linker.link(told.claims, self.state)
            self.touched[told.id] = Touched(told, present, stored, linked)
            self._change_edges(self.touched[told.id])

    def _change_edges(self, item: Touched) -> None:
        """Relations; further keys stand already."""
        now = set(item.linked.edges) if item.present else set[Edge]()
        before = item.stored.edges if item.stored else frozenset[Edge]()
        self._withdraw(item.told.id, (edge for edge in before - now if edge.type != HAS_KEY))
        self._assert(item.told.id, (edge for edge in now - before if edge.type != HAS_KEY))
