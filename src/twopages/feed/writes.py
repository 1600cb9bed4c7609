"""Writing: the difference that a chunk makes, a statement for each kind of thing."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twopages.feed.bearers import Bearer, bearers, standing
from twopages.feed.check import Quarantine
from twopages.feed.edges import EdgeChange, fused_edge
from twopages.feed.evidence import New, Oneness
from twopages.feed.link import HAS_KEY, Edge, Linker
from twopages.feed.payload import seal_cells
from twopages.feed.plain import PlainValues
from twopages.feed.prepare import told_aside
from twopages.feed.records import Rooms, Told, Touched
from twopages.feed.spans import Span
from twopages.feed.states import States
from twopages.feed.tombstones import named
from twopages.feed.versions import Incoming
from twopages.graph import Transaction, statement
from twopages.ontology.model import EntityClass
from twopages.tags.watch import NEW

COUNTS = ("unchanged", "accepted", "waiting", "quarantined", "retired", "relationsWaiting", "cellsFailed")


@dataclass(frozen=True, slots=True)
class Affected:
    """Entities whose plain values may move: `new` ones, those that `gained` records or may have `lost` some.

    `anew` are records that may say something else of them than before.
    """

    new: Mapping[str, New]
    gained: set[str]
    lost: set[str]
    anew: frozenset[str] = frozenset()


@dataclass
class Writing:
    """Writes for one delivery (`batch`, of dataset `dataset` and day `as_of`) and keeps the counts of every delivery that moves."""

    tx: Transaction
    rooms: Rooms
    batch: str
    dataset: str
    as_of: str
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    aliases: set[str] = field(default_factory=set)  # entities that are others when the chunk is in
    changed: dict[str, set[str]] = field(default_factory=dict)  # names of what changed of entities, for their tags
    linker: Linker = field(init=False)

    def __post_init__(self) -> None:
        self.linker = Linker(self.rooms.model, self.rooms.keys)

    def entities(self, new: Mapping[str, New]) -> None:
        """Entities that became known."""
        rows = [{"id": name, "cls": item.cls, "weak": item.weak or None} for name, item in sorted(new.items())]
        self._run("feed_write_entities", rows)
        for name, item in new.items():
            if item.cls in self.rooms.watched.classes:
                self._changed(name, {NEW})

    def joined(self, oneness: Oneness) -> None:
        """Entities that became others, and those that are entities again; comes before what hangs on them."""
        self.aliases = set(oneness.after)
        parted = [{"id": name, "cls": oneness.classes[name]} for name in sorted(oneness.parted())]
        self._run("feed_part_aliases", parted)
        written = sorted(oneness.written().items())
        rows = [
            {"id": name, "cls": oneness.classes[name], "entity": alias.entity, "records": alias.records}
            for name, alias in written
        ]
        self._run("feed_write_aliases", rows)
        for name in (*(row["id"] for row in parted), *(alias.entity for _, alias in written)):
            self._changed(name, {NEW})

    def demoted(self, records: Mapping[str, str | None]) -> None:
        """Records no longer present, with the day of their retirement where nothing replaces them."""
        rows = [{"id": name, "retired": day} for name, day in records.items()]
        self._run("feed_demote", rows, asOf=self.as_of, key=HAS_KEY)

    def spans(self, spans: Mapping[str, Span]) -> None:
        """How long records are held, but for those demoted: they are held until this delivery."""
        rows = [{"id": name, "until": span.until, "gaps": list(span.gaps) or None} for name, span in spans.items()]
        self._run("feed_spans", rows)

    def records(self, fresh: Iterable[Incoming], touched: Mapping[str, Touched]) -> None:
        """New records."""
        self._run("feed_write_records", [self._record(item, touched[item.id]) for item in fresh], batch=self.batch)

    def chains(self, chains: Iterable[Sequence[str]]) -> None:
        """The versions of slots, oldest first."""
        self._run("feed_chains", [list(chain) for chain in chains], name="chains")

    def _record(self, item: Incoming, touched: Touched) -> dict[str, Any]:
        told = touched.told
        properties = {
            "id": told.id, "slot": told.slot, "dataset": self.dataset, "asOf": self.as_of, "seen": self.as_of, "recency": told.recency,
            "period": told.period, "row": item.number, "hash": item.hash, "payload": seal_cells(self.rooms.keys, told.id, told.cells),
        }  # fmt: skip
        labels = ["Present" if touched.present else "Past", *(["Waiting"] if touched.linked.waiting else [])]
        return {"labels": labels, "properties": properties | self._standing(touched)}

    def _standing(self, item: Touched) -> dict[str, Any]:
        """How a record stands among the entities: what it asserts of them, how many of its relations wait, for what kinds of ends, and
        by what it is found while they do.
        """
        edges, waits = (
            sorted(edge.text() for edge in item.linked.edges) if item.present else [],
            list(item.linked.waits),
        )
        names = self._found_by(item.told) if waits else None
        return {"asserts": edges, "pending": item.linked.pending, "waitsFor": waits or None, "names": names}

    def _found_by(self, told: Told) -> list[str]:
        return sorted(named(self.linker, told).found_by)

    def links(self, touched: Mapping[str, Touched]) -> None:
        """Whom records are about, by which keys they name somebody, and what they assert."""
        self._run("feed_unlink", [name for name, item in touched.items() if item.stored], name="ids")
        again = [(name, item) for name, item in touched.items() if item.stored]
        self._run(
            "feed_link_records",
            [{"id": name, "waiting": item.linked.waiting} | self._standing(item) for name, item in again],
        )
        self._run("feed_write_about", [row for item in touched.values() for row in _about(item)])
        self._run("feed_write_was", [row for item in touched.values() for row in _was(item)])
        names = [{"record": name, "key": key} for name, item in touched.items() for key in sorted(item.linked.names)]
        self._run("feed_write_names", names)
        for item in touched.values():
            self._move_counts(item)

    def _move_counts(self, item: Touched) -> None:
        waiting, pending = item.linked.waiting, item.linked.pending
        if item.stored is None:
            faults = sum(bool(cell.fault) for cell in item.told.cells.values())
            self.count(waiting=waiting, accepted=not waiting, relationsWaiting=pending, cellsFailed=faults)
        else:
            joined = item.stored.waiting - waiting
            self._count(
                item.stored.batch, waiting=-joined, accepted=joined, relationsWaiting=pending - item.stored.pending
            )

    def edges(self, changes: Mapping[Edge, EdgeChange], touched: Mapping[str, Touched], new: Container[str]) -> None:
        """Fused relations and further keys, from the records that assert them now; entities that are `new` have no edges yet."""
        records, existing = self._asserting(changes, new)
        told = self._open({name for edge, names in records.items() for name in names if edge.type != HAS_KEY}, touched)
        self._run("feed_drop_edges", [_ends(edge) for edge in existing if not records[edge]])
        keys = [(edge, {"records": sorted(names)}) for edge, names in records.items() if names and edge.type == HAS_KEY]
        relations = [
            (edge, fused_edge(self.rooms, edge, [told[name] for name in names]))
            for edge, names in records.items()
            if names and edge.type != HAS_KEY
        ]
        self._run("feed_write_has_key", [{**_ends(edge), "properties": properties} for edge, properties in keys])
        self._run("feed_write_edges", [{**_ends(edge), "properties": properties} for edge, properties in relations])
        for edge in records if self.rooms.watched.names else ():
            for end in {edge.start, edge.end} if edge.type in self.rooms.watched.names else ():
                if end not in new:  # of a new one everything is looked at
                    self._changed(end, {edge.type})

    def _asserting(
        self, changes: Mapping[Edge, EdgeChange], new: Container[str]
    ) -> tuple[dict[Edge, set[str]], set[Edge]]:
        """The records that assert each edge now, and the edges that stand in the graph."""
        ordered = sorted(changes)
        old = [(index, edge) for index, edge in enumerate(ordered) if edge.start not in new and edge.end not in new]
        asked = [[edge.type, edge.start, edge.end, index] for index, edge in old]
        found = self.tx.run(statement("feed_edges"), {"edges": asked})[0]["found"] if asked else []
        existing = {ordered[index]: records for index, records in found}
        return {edge: changes[edge].records(existing.get(edge, ())) for edge in ordered}, set(existing)

    def _open(self, ids: set[str], touched: Mapping[str, Touched]) -> dict[str, Told]:
        """These records, opened; those of the chunk are open already."""
        told = {name: touched[name].told for name in ids if name in touched}
        missing = sorted(ids - set(told))
        return told | {row["id"]: self.rooms.told(row) for row in self._found("feed_records", missing)}

    def plain(self, affected: Affected, touched: Mapping[str, Touched]) -> dict[str, str]:
        """Plain values of entities whose winners moved; their classes by id."""
        plain = PlainValues(self.rooms)
        bearing = self._bearing(affected, touched, plain)
        found = [
            plain.moved(name, cls, plain.winners(cls, bearers), stands, affected.anew)
            for name, cls, stands, bearers in bearing
        ]
        moved = [item for item in found if item is not None]
        told = self._open({name for item in moved for name in plain.needed(item)}, touched)
        self._run("feed_write_plain", [plain.row(item, told) for item in moved])
        for item in moved:
            if item.entity not in affected.new:
                self._changed(item.entity, plain.changed(item))
        return {item.entity: item.cls.id for item in moved}

    def states(self, moved: Mapping[str, str], edges: Iterable[Edge]) -> None:
        """States that move together, and an event for each that changed; comes after values and relations."""
        for name, attribute in States(self.rooms.model).follow(self.tx, moved, edges, self.as_of):
            self._changed(name, {attribute})

    def marked(self) -> None:
        """What changed of entities, for whoever keeps their tags; comes last of what changes them."""
        self.rooms.watched.mark(
            self.tx, {name: what for name, what in self.changed.items() if name not in self.aliases}
        )

    def _changed(self, entity: str, names: set[str]) -> None:
        self.changed.setdefault(entity, set()).update(names)

    def _bearing(
        self, affected: Affected, touched: Mapping[str, Touched], plain: PlainValues
    ) -> Iterator[tuple[str, EntityClass, list[str] | None, list[Bearer]]]:
        """(entity, class, which records won until now if any were asked, the records that may win now)."""
        classes, added = self.rooms.model.classes, _added(touched)
        fresh = ((name, new) for name, new in affected.new.items() if name not in self.aliases)
        yield from ((name, classes[new.cls], None, added.get(name, [])) for name, new in fresh)
        known = affected.new.keys() | self.aliases
        lost, gained = sorted(affected.lost - known), sorted(affected.gained - affected.lost - known)
        for name, labels, stands, rows in self._found("feed_plain", lost, plain=plain.names):
            yield name, plain.class_of(labels), stands, bearers(rows)
        for name, labels, stands in self._found("feed_winners", gained):
            yield name, plain.class_of(labels), stands, [*standing(stands or ()), *added[name]]

    def _found(self, name: str, ids: list[str], **parameters: object) -> list[Any]:
        found: list[Any] = self.tx.run(statement(name), {"ids": ids, **parameters})[0]["found"] if ids else []
        return found

    def seen(self, ids: Sequence[str]) -> None:
        """Records told again unchanged."""
        self._run("feed_seen", ids, name="ids", asOf=self.as_of)

    def quarantined(self, rows: Iterable[Quarantine]) -> None:
        """Rows that could not be taken."""
        self._run("feed_write_quarantined", list(map(self._quarantined, rows)), batch=self.batch)

    def _quarantined(self, item: Quarantine) -> dict[str, Any]:
        name = self.rooms.keys.hash_id("quarantined", self.batch, str(item.number))
        told = {"row": item.number, "column": item.column, "code": item.code, "shown": item.shown}
        names = self._found_by(told_aside(self.rooms, self.dataset, item.cells)) if item.cells else None
        return {
            "id": name,
            "properties": {**told, "names": names, "payload": seal_cells(self.rooms.keys, name, item.cells)},
        }

    def swept(self, keys: Sequence[str]) -> None:
        """Keys that may lead nowhere now."""
        self._run("feed_sweep_keys", keys, name="ids")

    def ledger(self, chunk: int) -> None:
        """The counts of every delivery that moved, and the chunk as done."""
        self.counted()
        self.tx.run(statement("feed_ledger"), {"batch": self.batch, "chunk": chunk})

    def counted(self) -> None:
        """The counts of every delivery that moved."""
        rows = [
            {"batch": name, **{count: counter[count] for count in COUNTS}}
            for name, counter in sorted(self.counts.items())
        ]
        self._run("feed_count", rows)

    def failing(self, batch: str, more: int) -> None:
        """So many more cells of another delivery fail than did."""
        self._count(batch, cellsFailed=more)

    def count(self, **counts: int) -> None:
        """Count for the delivery itself."""
        self._count(self.batch, **counts)

    def _count(self, batch: str, **counts: int) -> None:
        self.counts.setdefault(batch, Counter()).update({name: int(value) for name, value in counts.items()})

    def _run(self, name_of_statement: str, rows: Sequence[Any], *, name: str = "rows", **parameters: object) -> None:
        if rows:
            self.tx.run(statement(name_of_statement), {name: rows, **parameters})


def _ends(edge: Edge) -> dict[str, str]:
    return {"type": edge.type, "start": edge.start, "end": edge.end}


def _about(item: Touched) -> Iterator[dict[str, Any]]:
    kind = "ABOUT" if item.present else "WAS_ABOUT"
    for entity, supplies in item.linked.about.items():
        by = item.linked.by.get(entity)
        yield {"record": item.told.id, "entity": entity, "type": kind, "supplies": list(supplies), "by": by}


def _was(item: Touched) -> Iterator[dict[str, str]]:
    """What a past record asserts; what a present one does stands in fused edges."""
    edges = () if item.present else sorted(edge for edge in item.linked.edges if edge.type != HAS_KEY)
    return ({"record": item.told.id, **_ends(edge)} for edge in edges)


def _added(touched: Mapping[str, Touched]) -> dict[str, list[Bearer]]:
    """The records of the chunk that are about each entity."""
    found: dict[str, list[Bearer]] = {}
    for item in touched.values():
        told = item.told
        for entity, supplies in item.linked.about.items() if item.present else ():
            bearer = Bearer(told.id, told.form.dataset.id, told.slot, told.recency, told.period, supplies)
            found.setdefault(entity, []).append(bearer)
    return found
