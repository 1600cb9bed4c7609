"""Loading: one chunk of a delivery becomes one transaction. Reads what it touches, works the rest out purely, writes the difference."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from twopages.errors import StoreError
from twopages.feed.check import Quarantine, Row
from twopages.feed.edges import EdgeChange, fused_edge
from twopages.feed.link import HAS_KEY, Edge, KeyState
from twopages.feed.payload import content_hash, seal_cells
from twopages.feed.plain import PlainValues, bearers
from twopages.feed.records import Rooms, Stored, Told, Touched, parse_edges
from twopages.feed.row import Cells, RowForm, operation, period, recency
from twopages.feed.versions import Held, Incoming, Sorted, sort_out
from twopages.graph import Transaction, statement

COUNTS = ("unchanged", "accepted", "waiting", "quarantined", "retired", "relationsWaiting", "cellsFailed")


@dataclass(frozen=True, slots=True)
class Delivered:
    """The delivery that a chunk belongs to; `newest_full` is the day of the newest full delivery of its dataset in the store."""

    batch: str
    dataset: str
    as_of: str
    mode: str
    newest_full: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a delivery, numbered from 1; `retired` are slots that a full delivery no longer holds."""

    number: int
    rows: Sequence[Row] = ()
    quarantined: Sequence[Quarantine] = ()
    retired: Sequence[str] = ()


def slot_of(rooms: Rooms, form: RowForm, cells: Cells) -> str:
    """The place of a row in its dataset: the keyed hash of its key columns, as cleaned where they can be, else as delivered."""
    parts = []
    for header in form.dataset.key_columns:
        cell = cells.get(header)
        parts.append("" if cell is None else ";".join(map(str, cell.values)) or cell.delivered.strip())
    return rooms.keys.hash_id("slot", form.dataset.id, *parts)


def load_chunk(tx: Transaction, rooms: Rooms, delivered: Delivered, chunk: Chunk) -> None:
    """Write one chunk and its ledger line; a chunk that the ledger has already is left alone."""
    ledger = tx.run(statement("feed_lock"), {"batch": delivered.batch})
    if not ledger:
        raise StoreError("The store lost the delivery that is being fed.", "Feed it again.")
    if ledger[0]["chunk"] < chunk.number:
        _Load(tx, rooms, delivered, chunk).run()


@dataclass
class _Load:
    """One chunk being loaded; the steps of `run` fill the fields in turn."""

    tx: Transaction
    rooms: Rooms
    delivered: Delivered
    chunk: Chunk
    state: KeyState = field(default_factory=KeyState)
    touched: dict[str, Touched] = field(default_factory=dict)
    changes: dict[Edge, EdgeChange] = field(default_factory=dict)
    before: dict[str, frozenset[str]] = field(default_factory=dict)  # the entities that each key led to before the chunk
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def run(self) -> None:
        held, asserts = self._held(incoming := self._incoming())
        result = sort_out(incoming, held, self.delivered.as_of, self.delivered.newest_full)
        self._retire(held, result)
        fresh = {item.id: (self._told(item), present) for item, present in result.fresh}
        self._look_up(fresh, asserts, result)
        self._demote_edges(asserts, result)
        entities = self._register(fresh)
        self._link(fresh, result)
        affected = self._about_before(result)
        self._write_records(result, entities)
        self._write_links()
        self._write_edges()
        self._write_plain(affected | {entity for item in self.touched.values() for entity in item.linked.about})
        self._finish(result)

    def _incoming(self) -> list[Incoming]:
        form = self.rooms.forms[self.delivered.dataset]
        return [self._identify(form, row) for row in self.chunk.rows]

    def _identify(self, form: RowForm, row: Row) -> Incoming:
        keys = self.rooms.keys
        name = keys.hash_id("record", self.delivered.batch, str(row.number))
        return Incoming(name, slot_of(self.rooms, form, row.cells), content_hash(keys, row.cells), operation(form, row.cells), row)

    def _held(self, incoming: Iterable[Incoming]) -> tuple[dict[str, list[Held]], dict[str, frozenset[Edge]]]:
        slots = sorted({item.slot for item in incoming} | set(self.chunk.retired))
        held: dict[str, list[Held]] = {}
        asserts: dict[str, frozenset[Edge]] = {}
        for row in self.tx.run(statement("feed_versions"), {"slots": slots}):
            version = Held(row["id"], row["hash"], row["asOf"], row["seen"], row["retired"], row["present"], row["row"])
            held.setdefault(row["slot"], []).append(version)
            asserts[version.id] = parse_edges(row["asserts"])
        return held, asserts

    def _retire(self, held: dict[str, list[Held]], result: Sorted) -> None:
        versions = (version for slot in self.chunk.retired for version in held.get(slot, ()))
        gone = {version.id: self.delivered.as_of for version in versions if version.present and version.seen <= self.delivered.as_of}
        result.demoted.update(gone)
        self._count(self.delivered.batch, retired=len(gone))

    def _told(self, item: Incoming) -> Told:
        form, cells = self.rooms.forms[self.delivered.dataset], item.row.cells
        return Told(item.id, form, item.slot, recency(form, cells, self.delivered.as_of), period(form, cells), cells)

    def _look_up(self, fresh: dict[str, tuple[Told, bool]], asserts: dict[str, frozenset[Edge]], result: Sorted) -> None:
        names = {key for told, _ in fresh.values() for key in self.rooms.linker.named(told.claims)}
        self._read_keys(names | {edge.end for item in result.demoted for edge in asserts[item] if edge.type == HAS_KEY})

    def _read_keys(self, ids: set[str]) -> None:
        wanted = sorted(ids - set(self.before))
        for row in self.tx.run(statement("feed_keys"), {"ids": wanted}) if wanted else ():
            if row["known"]:
                self.state.known.add(row["id"])
            self.state.claimants[row["id"]] = {entity: set(records) for entity, records in row["claimants"]}
            self.before[row["id"]] = frozenset(self.state.answers(row["id"]))

    def _demote_edges(self, asserts: dict[str, frozenset[Edge]], result: Sorted) -> None:
        for record in result.demoted:
            self._withdraw(record, asserts[record])

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

    def _register(self, fresh: dict[str, tuple[Told, bool]]) -> dict[str, str]:
        """Make entities known that a registering row names, present or past, and give them their further keys; returns the new ones."""
        linker = self.rooms.linker
        entities = {entity: cls for told, _ in fresh.values() for entity, cls in linker.registered(told.claims)}
        new = {entity: cls for entity, cls in entities.items() if entity not in self.state.known}
        self.state.known.update(new)
        for told, present in fresh.values():
            if present:
                self._assert(told.id, linker.further_keys(told.claims))
        return new

    def _link(self, fresh: dict[str, tuple[Told, bool]], result: Sorted) -> None:
        again = self._namers(result)
        self._read_keys({key for item in again for key in self.rooms.linker.named(item[0].claims)})
        for told, present, stored in [*((told, present, None) for told, present in fresh.values()), *again]:
            linked = self.rooms.linker.link(told.claims, self.state)
            self.touched[told.id] = Touched(told, present, stored, linked)
            self._change_edges(self.touched[told.id])

    def _namers(self, result: Sorted) -> list[tuple[Told, bool, Stored | None]]:
        """The records that name a key whose meaning moved."""
        moved = sorted(key for key, answers in self.before.items() if answers != self.state.answers(key))
        found = []
        for row in self.tx.run(statement("feed_namers"), {"ids": moved}) if moved else ():
            present = row["present"] and row["id"] not in result.demoted
            stored = Stored(row["batch"], row["waiting"], row["pending"], parse_edges(row["asserts"]) if present else frozenset())
            found.append((self.rooms.told(row), present, stored))
        return found

    def _change_edges(self, item: Touched) -> None:
        now = {edge for edge in item.linked.edges if edge.type != HAS_KEY or item.stored} if item.present else set()
        before = item.stored.edges if item.stored else frozenset()
        self._withdraw(item.told.id, before - now)
        self._assert(item.told.id, now - before)

    def _about_before(self, result: Sorted) -> set[str]:
        """The entities that records were about until now that move."""
        ids = [*result.demoted, *(name for name, item in self.touched.items() if item.stored)]
        return {row["id"] for row in self.tx.run(statement("feed_about"), {"ids": ids})} if ids else set()

    def _write_records(self, result: Sorted, entities: dict[str, str]) -> None:
        self._run("feed_write_entities", [{"id": name, "cls": cls} for name, cls in sorted(entities.items())])
        self._run("feed_demote", [{"id": name, "retired": day} for name, day in result.demoted.items()])
        rows = [self._record(item, self.touched[item.id]) for item, _ in result.fresh]
        self._run("feed_write_records", rows, batch=self.delivered.batch)
        self._run("feed_chains", [list(chain) for chain in result.chains], name="chains")

    def _record(self, item: Incoming, touched: Touched) -> dict[str, Any]:
        told, day = touched.told, self.delivered.as_of
        properties = {
            "id": told.id, "slot": told.slot, "dataset": self.delivered.dataset, "asOf": day, "seen": day, "recency": told.recency,
            "period": told.period, "row": item.row.number, "hash": item.hash, "payload": seal_cells(self.rooms.keys, told.id, told.cells),
        }  # fmt: skip
        return {"label": "Present" if touched.present else "Past", "properties": properties}

    def _write_links(self) -> None:
        self._run("feed_unlink", [name for name, item in self.touched.items() if item.stored], name="ids")
        self._run("feed_link_records", [self._standing(item) for item in self.touched.values()])
        self._run("feed_write_about", [row for item in self.touched.values() for row in _about(item)])
        names = [{"record": name, "key": key} for name, item in self.touched.items() for key in sorted(item.linked.names)]
        self._run("feed_write_names", names)

    def _standing(self, item: Touched) -> dict[str, Any]:
        edges = sorted(edge.text() for edge in item.linked.edges) if item.present else []
        self._move_counts(item)
        return {"id": item.told.id, "asserts": edges, "pending": item.linked.pending, "waiting": item.linked.waiting}

    def _move_counts(self, item: Touched) -> None:
        waiting, pending = item.linked.waiting, item.linked.pending
        if item.stored is None:
            faults = sum(bool(cell.fault) for cell in item.told.cells.values())
            self._count(self.delivered.batch, waiting=waiting, accepted=not waiting, relationsWaiting=pending, cellsFailed=faults)
        else:
            joined = item.stored.waiting - waiting
            self._count(item.stored.batch, waiting=-joined, accepted=joined, relationsWaiting=pending - item.stored.pending)

    def _write_edges(self) -> None:
        ordered = sorted(self.changes)
        asked = [{"index": index, "type": edge.type, "start": edge.start, "end": edge.end} for index, edge in enumerate(ordered)]
        rows = self.tx.run(statement("feed_edges"), {"edges": asked}) if asked else []
        existing = {ordered[row["index"]]: row["records"] for row in rows}
        records = {edge: self.changes[edge].records(existing.get(edge, ())) for edge in ordered}
        told = self._open({name for edge, names in records.items() for name in names if edge.type != HAS_KEY})
        gone = [{"type": edge.type, "start": edge.start, "end": edge.end} for edge in ordered if edge in existing and not records[edge]]
        kept = {edge: fused_edge(self.rooms, edge, {name: told.get(name) for name in records[edge]}) for edge in ordered if records[edge]}
        written = [{"type": edge.type, "start": edge.start, "end": edge.end, "properties": props} for edge, props in kept.items()]
        self._run("feed_drop_edges", gone)
        self._run("feed_write_has_key", [row for row in written if row["type"] == HAS_KEY])
        self._run("feed_write_edges", [row for row in written if row["type"] != HAS_KEY])

    def _open(self, ids: set[str]) -> dict[str, Told]:
        """These records, opened; those of the chunk are open already."""
        told = {name: self.touched[name].told for name in ids if name in self.touched}
        missing = sorted(ids - set(told))
        rows = self.tx.run(statement("feed_records"), {"ids": missing}) if missing else []
        return told | {row["id"]: self.rooms.told(row) for row in rows}

    def _write_plain(self, entities: set[str]) -> None:
        plain, classes = PlainValues(self.rooms), self.rooms.model.classes
        rows = self.tx.run(statement("feed_plain"), {"ids": sorted(entities), "plain": list(plain.names)}) if entities else []
        moved = {}
        for row in rows:
            cls = next(classes[label] for label in row["labels"] if label in classes)
            winners = plain.winners(cls, bearers(row["records"]))
            if [f"{name}={','.join(records)}" for name, records in sorted(winners.items())] != (row["winners"] or []):
                moved[row["id"]] = (cls, winners)
        told = self._open({record for _, winners in moved.values() for records in winners.values() for record in records})
        written = [(name, plain.properties(cls, name, winners, told)) for name, (cls, winners) in moved.items()]
        self._run("feed_write_plain", [{"id": name, "properties": props, "divisions": plain.divisions(props)} for name, props in written])

    def _finish(self, result: Sorted) -> None:
        if self.delivered.mode == "changes" and result.seen:
            self.tx.run(statement("feed_seen"), {"ids": result.seen, "asOf": self.delivered.as_of})
        swept = set(self.before) | {key for item in self.touched.values() for key in item.linked.names}
        self._run("feed_sweep_keys", sorted(swept), name="ids")
        self._run("feed_write_quarantined", list(map(self._quarantined, self.chunk.quarantined)), batch=self.delivered.batch)
        quarantined = len(self.chunk.quarantined)
        self._count(self.delivered.batch, unchanged=result.unchanged, accepted=result.deleted, quarantined=quarantined)
        rows = [{"batch": name, **{count: counter[count] for count in COUNTS}} for name, counter in sorted(self.counts.items())]
        self._run("feed_count", rows)
        self.tx.run(statement("feed_ledger"), {"batch": self.delivered.batch, "chunk": self.chunk.number})

    def _quarantined(self, item: Quarantine) -> dict[str, Any]:
        name = self.rooms.keys.hash_id("quarantined", self.delivered.batch, str(item.number))
        told = {"row": item.number, "column": item.column, "code": item.code, "shown": item.shown}
        return {"id": name, "properties": {**told, "payload": seal_cells(self.rooms.keys, name, item.cells)}}

    def _count(self, batch: str, **counts: int) -> None:
        self.counts.setdefault(batch, Counter()).update({name: int(value) for name, value in counts.items()})

    def _run(self, name_of_statement: str, rows: Sequence[Any], *, name: str = "rows", **parameters: object) -> None:
        if rows:
            self.tx.run(statement(name_of_statement), {name: rows, **parameters})


def _about(item: Touched) -> Iterable[dict[str, Any]]:
    kind = "ABOUT" if item.present else "WAS_ABOUT"
    for entity, supplies in item.linked.about.items():
        yield {"record": item.told.id, "entity": entity, "type": kind, "supplies": list(supplies)}
