"""Loading: one chunk of a delivery becomes one transaction. Reads what it touches, works the rest out purely, writes the difference."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twopages.errors import StoreError
from twopages.feed.check import Quarantine, Row
from twopages.feed.link import Edge, Linker
from twopages.feed.payload import content_hash
from twopages.feed.records import Rooms, Told, parse_edges
from twopages.feed.relink import Relinking
from twopages.feed.row import Cells, RowForm, operation, period, recency
from twopages.feed.versions import Held, Incoming, Sorted, sort_out
from twopages.feed.writes import Writing
from twopages.graph import Transaction, statement


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
        _load(tx, rooms, delivered, chunk)


def _load(tx: Transaction, rooms: Rooms, delivered: Delivered, chunk: Chunk) -> None:
    incoming = [_identify(rooms, delivered, row) for row in chunk.rows]
    held, asserts = _held(tx, {item.slot for item in incoming} | set(chunk.retired))
    result = sort_out(incoming, held, delivered.as_of, delivered.newest_full)
    gone = _gone(chunk, held, delivered.as_of)
    demoted = {**result.demoted, **gone}
    relinking = Relinking(tx, rooms, Linker(rooms.model, rooms.keys))
    fresh = {item.id: (_told(rooms, delivered, item), present) for item, present in result.fresh}
    relinking.run(fresh, {record: asserts[record] for record in demoted})
    writing = Writing(tx, rooms, delivered.batch, delivered.dataset, delivered.as_of)
    writing.count(
        retired=len(gone), unchanged=result.unchanged, accepted=result.deleted, quarantined=len(chunk.quarantined)
    )
    _write(writing, relinking, result, demoted, delivered.mode)
    writing.quarantined(chunk.quarantined)
    writing.ledger(chunk.number)


def _write(
    writing: Writing, relinking: Relinking, result: Sorted, demoted: Mapping[str, str | None], mode: str
) -> None:
    touched = relinking.touched
    before = _about(writing.tx, [*demoted, *(name for name, item in touched.items() if item.stored)])
    writing.entities(relinking.entities)
    writing.demoted(demoted)
    writing.records((item for item, _ in result.fresh), touched)
    writing.chains(result.chains)
    writing.links(touched)
    writing.edges(relinking.changes, touched, relinking.entities)
    now = {entity for item in touched.values() if item.present for entity in item.linked.about}
    writing.plain(before | now, touched, relinking.entities)
    if mode == "changes":
        writing.seen(result.seen)
    writing.swept(relinking.keys())


def _identify(rooms: Rooms, delivered: Delivered, row: Row) -> Incoming:
    form, keys = rooms.forms[delivered.dataset], rooms.keys
    name = keys.hash_id("record", delivered.batch, str(row.number))
    return Incoming(
        name, slot_of(rooms, form, row.cells), content_hash(keys, row.cells), operation(form, row.cells), row
    )


def _held(tx: Transaction, slots: set[str]) -> tuple[dict[str, list[Held]], dict[str, frozenset[Edge]]]:
    """The versions held of these slots, and what each asserts."""
    held: dict[str, list[Held]] = {}
    asserts: dict[str, frozenset[Edge]] = {}
    for slot, asserted, version in tx.run(statement("feed_versions"), {"slots": sorted(slots)})[0]["found"]:
        held.setdefault(slot, []).append(Held(*version))
        asserts[held[slot][-1].id] = parse_edges(asserted)
    return held, asserts


def _gone(chunk: Chunk, held: Mapping[str, Sequence[Held]], as_of: str) -> dict[str, str]:
    """The records of the slots that a full delivery no longer holds, with the day of their retirement."""
    versions = (version for slot in chunk.retired for version in held.get(slot, ()))
    return {version.id: as_of for version in versions if version.present and version.seen <= as_of}


def _told(rooms: Rooms, delivered: Delivered, item: Incoming) -> Told:
    form, cells = rooms.forms[delivered.dataset], item.row.cells
    return Told(item.id, form, item.slot, recency(form, cells, delivered.as_of), period(form, cells), cells)


def _about(tx: Transaction, records: Sequence[str]) -> set[str]:
    """The entities that these records are about until now."""
    return {row["id"] for row in tx.run(statement("feed_about"), {"ids": records})} if records else set()
