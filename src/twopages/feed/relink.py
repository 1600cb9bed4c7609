"""Linking: what new and demoted records do to keys, links and edges; reads what it touches of the graph and writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from twopages.feed.edges import EdgeChange
from twopages.feed.link import HAS_KEY, Edge, KeyState, Linker
from twopages.feed.records import Rooms, Stored, Told, Touched, parse_edges
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
    touched: dict[str, Touched] = field(default_factory=dict)
    changes: dict[Edge, EdgeChange] = field(default_factory=dict)
    entities: dict[str, str] = field(default_factory=dict)  # newly known, with their classes

    def run(self, fresh: Fresh, demoted: Demoted) -> None:
        """Fill the fields from what is new and what is no longer present."""
        self._look_up(fresh, demoted)
        for record, edges in demoted.items():
            self._withdraw(record, edges)
        self._register(fresh)
        self._link(fresh, demoted)

    def keys(self) -> list[str]:
        """Every key that the chunk looked at or names."""
        return sorted(set(self.before) | {key for item in self.touched.values() for key in item.linked.names})

    def _look_up(self, fresh: Fresh, demoted: Demoted) -> None:
        names = {key for told, _ in fresh.values() for key in self.linker.named(told.claims)}
        self._read_keys(names | {edge.end for edges in demoted.values() for edge in edges if edge.type == HAS_KEY})

    def _read_keys(self, ids: set[str]) -> None:
        wanted = sorted(ids - set(self.before))
        found = self.tx.run(statement("feed_keys"), {"ids": wanted})[0]["found"] if wanted else ()
        for key, known, claimants in found:
            if known:
                self.state.known.add(key)
            self.state.claimants[key] = {entity: set(records) for entity, records in claimants}
        self.before |= {key: frozenset(self.state.answers(key)) for key in wanted}

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

    def _register(self, fresh: Fresh) -> None:
        """Make entities known that a registering row names, present or past, and give them their further keys."""
        linker = self.linker
        entities = {entity: cls for told, _ in fresh.values() for entity, cls in linker.registered(told.claims)}
        self.entities = {entity: cls for entity, cls in entities.items() if entity not in self.state.known}
        self.state.known.update(self.entities)
        for told, present in fresh.values():
            if present:
                self._assert(told.id, linker.further_keys(told.claims))

    def _link(self, fresh: Fresh, demoted: Demoted) -> None:
        again = self._namers(demoted)
        self._read_keys({key for told, _, _ in again for key in self.linker.named(told.claims)})
        new: list[tuple[Told, bool, Stored | None]] = [(told, present, None) for told, present in fresh.values()]
        for told, present, stored in [*new, *again]:
            linked = self.linker.link(told.claims, self.state)
            self.touched[told.id] = Touched(told, present, stored, linked)
            self._change_edges(self.touched[told.id])

    def _namers(self, demoted: Demoted) -> list[tuple[Told, bool, Stored | None]]:
        """The records that name a key whose meaning moved."""
        moved = sorted(key for key, answers in self.before.items() if answers != self.state.answers(key))
        found: list[tuple[Told, bool, Stored | None]] = []
        for row in self.tx.run(statement("feed_namers"), {"ids": moved})[0]["found"] if moved else ():
            present = row["present"] and row["id"] not in demoted
            stored = Stored(
                row["batch"], row["waiting"], row["pending"], parse_edges(row["asserts"]) if present else frozenset()
            )
            found.append((self.rooms.told(row), present, stored))
        return found

    def _change_edges(self, item: Touched) -> None:
        now = {edge for edge in item.linked.edges if edge.type != HAS_KEY or item.stored} if item.present else set()
        before = item.stored.edges if item.stored else frozenset()
        self._withdraw(item.told.id, before - now)
        self._assert(item.told.id, now - before)
