"""Binding deliveries to tombstones: of the new rows of a chunk only what is about nobody who was erased goes further."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from twopages.feed.check import Quarantine
from twopages.feed.link import Linker
from twopages.feed.payload import content_hash
from twopages.feed.prepare import Chunk, told_aside
from twopages.feed.records import Rooms, Told
from twopages.feed.tombstones import ERASED, Binding, Tombstone, named
from twopages.feed.versions import Incoming
from twopages.graph import Transaction, statement

Read = Callable[[str, Mapping[str, object]], list[dict[str, Any]]]


def bound(tx: Transaction, rooms: Rooms, linker: Linker, chunk: Chunk, fresh: Iterable[str], dataset: str) -> Chunk:
    """The chunk as tombstones leave it; the chunk itself where none concerns its `fresh` records or the rows put aside.

    What the store holds already was made so before.
    """
    aside = {item.number: told_aside(rooms, dataset, item.cells) for item in chunk.quarantined}
    rows = {**{name: chunk.told[name] for name in fresh}, **{str(number): told for number, told in aside.items()}}
    whom = {name: named(linker, told) for name, told in rows.items()}
    stones = read_tombstones(tx.run, {name for item in whom.values() for name in item.binding(rooms.keys)})
    if not stones:
        return chunk
    left = {name: Binding(linker, stones).left(told, whom[name]) for name, told in rows.items()}
    return _without(rooms, chunk, {name: told for name, told in left.items() if told is not rows[name]})


def read_tombstones(read: Read, ids: Collection[str]) -> dict[str, Tombstone]:
    """Those of the tombstones in the store that have one of these ids."""
    found = read(statement("erase_tombstones"), {"ids": sorted(ids)})[0]["found"] if ids else ()
    return {name: Tombstone(name, kind, frozenset(values or ()), cls or "") for name, kind, values, cls in found}


def _without(rooms: Rooms, chunk: Chunk, left: Mapping[str, Told | None]) -> Chunk:
    kept = [_kept(rooms, item, left) for item in chunk.incoming if left.get(item.id, item) is not None]
    gone = [aside_of(item.number) for item in chunk.incoming if left.get(item.id, item) is None]
    aside = [_aside(item, left) for item in chunk.quarantined]
    told = {**chunk.told, **{name: item for name, item in left.items() if item is not None and name in chunk.told}}
    return replace(chunk, incoming=kept, told=told, quarantined=[*aside, *gone])


def _kept(rooms: Rooms, item: Incoming, left: Mapping[str, Told | None]) -> Incoming:
    told = left.get(item.id)
    return item if told is None else replace(item, hash=content_hash(rooms.keys, told.cells))


def _aside(item: Quarantine, left: Mapping[str, Told | None]) -> Quarantine:
    """A row that was put aside, without what was about somebody erased."""
    name = str(item.number)
    told = left.get(name)
    if name not in left:
        return item
    if told is None:
        return aside_of(item.number)
    return replace(item, cells=told.cells, shown=item.shown if item.column in told.cells else "")


def aside_of(number: int) -> Quarantine:
    """A row that is about nobody but who was erased: it is counted, and nothing of it is kept."""
    return Quarantine(number, "", ERASED, "", {})
