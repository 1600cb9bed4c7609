"""The sealed payload of a record: its cells as delivered and as normalised, packed into one property."""

from collections.abc import Mapping

import orjson

from twopages.feed.row import Cell, Cells
from twopages.keys import KeyRing


def seal_cells(keys: KeyRing, record: str, cells: Cells) -> str:
    """The cells that hold anything, sealed under the data key with the record's id as associated data."""
    packed = {
        header: (cell.delivered, cell.values, cell.fault)
        for header, cell in cells.items()
        if cell.delivered or cell.values
    }
    return keys.seal(orjson.dumps({"c": packed}), record)


def open_cells(keys: KeyRing, record: str, payload: str) -> Mapping[str, Cell]:
    """The inverse; raises KeyRingError when the payload is not this record's or was changed."""
    packed = orjson.loads(keys.open(payload, record))["c"]
    return {header: Cell(delivered, tuple(values), fault) for header, (delivered, values, fault) in packed.items()}


def content_hash(keys: KeyRing, cells: Cells) -> str:
    """The keyed hash of what a row says, as delivered; equal for equal rows of one dataset, whose columns have one order."""
    told = [f"{header}\x1f{cell.delivered}" for header, cell in cells.items() if cell.delivered]
    return keys.hash_id("content", "\x1e".join(told))
