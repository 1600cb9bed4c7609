"""Rows that hang on nobody and came in before it was kept whom they name, or under another ontology: read once, a page at a time."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from twopages.feed.link import Linker
from twopages.feed.payload import open_cells
from twopages.feed.prepare import told_aside
from twopages.feed.records import Rooms
from twopages.feed.tombstones import named
from twopages.graph import Store, Transaction, statement

PAGE = 500


def read_rows(store: Store, rooms: Rooms) -> None:
    """Write down by what each of them is found."""
    while store.read(statement("erase_unread"), {"size": 1})[0]["found"]:
        store.write(partial(_page, rooms))


def _page(rooms: Rooms, tx: Transaction) -> None:
    tx.run(statement("reseal_lock"))
    linker = Linker(rooms.model, rooms.keys)
    rows = tx.run(statement("erase_unread"), {"size": PAGE})[0]["found"]
    tx.run(
        statement("erase_read"), {"rows": [{"id": row["id"], "names": _found_by(rooms, linker, row)} for row in rows]}
    )


def _found_by(rooms: Rooms, linker: Linker, row: Mapping[str, Any]) -> list[str] | None:
    cells = open_cells(rooms.keys, row["id"], row["payload"])
    told = told_aside(rooms, row["dataset"], cells)
    told = replace(told, slot=row["slot"] or told.slot)
    return sorted(named(linker, told).found_by) if cells else None
