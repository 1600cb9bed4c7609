"""Reading again: records of a dataset are cleaned and linked as another ontology says; what they were delivered as stays."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pyarrow as pa

from twopages.feed.check import read_cells
from twopages.feed.link import Linker
from twopages.feed.payload import content_hash, open_cells, seal_cells
from twopages.feed.records import Again, Rooms, Told
from twopages.feed.relink import Relinking
from twopages.feed.row import NOTHING, Cell, Cells, RowForm, period, recency
from twopages.feed.writes import Affected, Writing
from twopages.graph import Transaction, statement


@dataclass(frozen=True, slots=True)
class Reread:
    """A stored record as it reads now, and how many more of its cells fail than before."""

    again: Again
    failing: int


def read_again(tx: Transaction, rooms: Rooms, dataset: str, ids: Sequence[str]) -> None:
    """Read and link these records of a dataset anew, in one transaction."""
    rows = tx.run(statement("release_stored"), {"ids": list(ids)})[0]["found"]
    reread = list(_reread(rooms, rooms.forms[dataset], rows))
    relinking = Relinking(tx, rooms, Linker(rooms.model, rooms.keys))
    relinking.run({}, {}, [item.again for item in reread])
    tx.run(statement("release_write_records"), {"rows": [_row(rooms, item.again[0]) for item in reread]})
    _write(Writing(tx, rooms, "", dataset, ""), relinking, reread)


def _reread(rooms: Rooms, form: RowForm, rows: Sequence[Mapping[str, Any]]) -> Iterator[Reread]:
    """The records, cleaned anew together, those of one day at a time: what lies ahead of it is no day that was."""
    for as_of, same_day in groupby(sorted(rows, key=_day), key=_day):
        page = list(same_day)
        before = [open_cells(rooms.keys, row["id"], row["payload"]) for row in page]
        for row, old, new in zip(page, before, read_cells(form, _batch(before), as_of), strict=True):
            yield _one(rooms, form, row, old, {**_kept(form, old), **new})


def _day(row: Mapping[str, Any]) -> str:
    return str(row["asOf"])


def _batch(rows: Sequence[Cells]) -> pa.RecordBatch:
    """The texts of these rows as they were delivered."""
    headers = sorted({header for cells in rows for header in cells})
    columns = [pa.array([cells.get(header, NOTHING).delivered for cells in rows], pa.string()) for header in headers]
    return pa.RecordBatch.from_arrays(columns, names=headers)


def _kept(form: RowForm, before: Cells) -> Cells:
    """What is no longer loaded stays as delivered and means nothing, so that there is a way back."""
    loaded = {column.header for column in form.dataset.columns if column.loaded}
    found = ((header, cell) for header, cell in before.items() if header not in loaded and cell.delivered)
    return {header: Cell(cell.delivered) for header, cell in found}


def _one(rooms: Rooms, form: RowForm, row: Mapping[str, Any], old: Cells, cells: Cells) -> Reread:
    _, present, stored = rooms.stored(row)
    told = Told(row["id"], form, row["slot"], recency(form, cells, _day(row)), period(form, cells), cells)
    return Reread((told, present, stored), _failing(cells) - _failing(old))


def _failing(cells: Cells) -> int:
    return sum(bool(cell.fault) for cell in cells.values())


def _row(rooms: Rooms, told: Told) -> dict[str, str]:
    headers = (column.header for column in told.form.dataset.columns if column.loaded and column.header in told.cells)
    loaded = {header: told.cells[header] for header in headers}
    payload, hashed = seal_cells(rooms.keys, told.id, told.cells), content_hash(rooms.keys, loaded)
    return {"id": told.id, "payload": payload, "hash": hashed, "recency": told.recency, "period": told.period}


def _write(writing: Writing, relinking: Relinking, reread: Sequence[Reread]) -> None:
    rows = writing.tx.run(statement("feed_about"), {"ids": sorted(relinking.touched)})
    before = {row["id"] for row in rows}
    writing.entities(relinking.entities)
    writing.joined(relinking.oneness)
    writing.links(relinking.touched)
    writing.edges(relinking.changes, relinking.touched, relinking.entities)
    now = {entity for item in relinking.touched.values() if item.present for entity in item.linked.about}
    anew = frozenset(item.again[0].id for item in reread)
    moved = writing.plain(Affected(relinking.entities, now, before, anew), relinking.touched)
    writing.states(moved, relinking.changes)
    writing.marked()
    writing.swept(relinking.keys())
    for item in reread:
        writing.failing(item.again[2].batch, item.failing)
    writing.counted()
