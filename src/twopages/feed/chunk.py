"""Loading: one chunk of a delivery becomes one transaction. Reads what it touches, works the rest out purely, writes the difference."""

from collections.abc import Mapping, Sequence

from twopages.errors import StoreError
from twopages.feed.bind import bound
from twopages.feed.link import Edge, Linker
from twopages.feed.prepare import Chunk, Delivered
from twopages.feed.records import Rooms, parse_edges
from twopages.feed.relink import Relinking
from twopages.feed.versions import Held, Sorted, sort_out
from twopages.feed.writes import Affected, Writing
from twopages.graph import Transaction, statement


def load_chunk(tx: Transaction, rooms: Rooms, delivered: Delivered, chunk: Chunk) -> None:
    """Write one chunk and its ledger line; a chunk that the ledger has already is left alone."""
    ledger = tx.run(statement("feed_lock"), {"batch": delivered.batch})
    if not ledger:
        raise StoreError("The store lost the delivery that is being fed.", "Feed it again.")
    if ledger[0]["chunk"] < chunk.number:
        _load(tx, rooms, delivered, chunk, begun=ledger[0]["begun"], erased=ledger[0]["erased"])


def _load(  # what a chunk is, and two things that save looking
    tx: Transaction, rooms: Rooms, delivered: Delivered, chunk: Chunk, *, begun: bool, erased: bool
) -> None:
    """`begun`: whether the store may hold versions of rows of this dataset; `erased`: whether anybody was ever erased."""
    held, asserts = _held(tx, {item.slot for item in chunk.incoming} | set(chunk.retired) if begun else set())
    result, linker = sort_out(chunk.incoming, held, delivered.as_of, delivered.fulls), Linker(rooms.model, rooms.keys)
    if erased:
        chunk = bound(tx, rooms, linker, chunk, (item.id for item, _ in result.fresh), delivered.dataset)
        result = sort_out(chunk.incoming, held, delivered.as_of, delivered.fulls)
    gone = _gone(chunk, held, delivered.as_of)
    demoted = {**result.demoted, **gone}
    relinking = Relinking(tx, rooms, linker)
    fresh = {item.id: (chunk.told[item.id], present) for item, present in result.fresh}
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
    writing.joined(relinking.oneness)
    writing.demoted(demoted)
    writing.records((item for item, _ in result.fresh), touched)
    writing.spans({name: span for name, span in result.spans.items() if name not in demoted})
    writing.chains(result.chains)
    writing.links(touched)
    writing.edges(relinking.changes, touched, relinking.entities)
    now = {entity for item in touched.values() if item.present for entity in item.linked.about}
    moved = writing.plain(Affected(relinking.entities, now, before), touched)
    writing.states(moved, relinking.changes)
    writing.marked()
    if mode == "changes":
        writing.seen(result.seen)
    if demoted or any(item.stored for item in touched.values()):  # nothing else lets go of a key
        writing.swept(relinking.keys())


def _held(tx: Transaction, slots: set[str]) -> tuple[dict[str, list[Held]], dict[str, frozenset[Edge]]]:
    """The versions held of these slots, and what each asserts."""
    held: dict[str, list[Held]] = {}
    asserts: dict[str, frozenset[Edge]] = {}
    found = tx.run(statement("feed_versions"), {"slots": sorted(slots)})[0]["found"] if slots else ()
    for slot, asserted, version in found:
        held.setdefault(slot, []).append(Held(*version))
        asserts[held[slot][-1].id] = parse_edges(asserted)
    return held, asserts


def _gone(chunk: Chunk, held: Mapping[str, Sequence[Held]], as_of: str) -> dict[str, str]:
    """The records of the slots that a full delivery no longer holds, with the day of their retirement."""
    versions = (version for slot in chunk.retired for version in held.get(slot, ()))
    return {version.id: as_of for version in versions if version.present and version.seen <= as_of}


def _about(tx: Transaction, records: Sequence[str]) -> set[str]:
    """The entities that these records are about until now."""
    return {row["id"] for row in tx.run(statement("feed_about"), {"ids": records})} if records else set()
