"""The staged rows as columns of text with their meanings, for the answer key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from twopages.ontology.model import Column
from twopages.synthetic.cells import SEPARATOR, Cells, Table
from twopages.synthetic.spelling import codes_of, default_of
from twopages.synthetic.staging import Stage
from twopages.synthetic.texts import Days, Flags, Ints, Text, day, same, text
from twopages.synthetic.turns import DELETED, EDITED, FRESH, HISTORY, Turn

AGAIN = "again"  # the fate of a row delivered twice


@dataclass(frozen=True, slots=True)
class Batch:
    """What one turn does with a dataset.

    `table` are the rows that stand afterwards, `gone` those that stand no more. The delivered rows, in their order, have a
    `place` in `table` (-1: it does not stand) and a `fate`.
    """

    table: Table
    gone: Table
    place: Ints
    fate: Text


def read(database: duckdb.DuckDBPyConnection, stage: Stage, turn: Turn) -> Batch:
    """The rows of `stage` as a turn leaves them."""
    columns = [f"{letter}{place}" for place in range(len(stage.columns)) for letter in "tmfu"]
    found = database.sql(f"select late, copy, fate, {', '.join(columns)} from stage").to_arrow_table()
    fate = text(found["fate"].to_pylist())
    cells = {column.header: _rewritten(_cells(found, place), column) for place, column in enumerate(stage.columns)}
    every = {
        column.header: cells.get(column.header) or _virtual(column, cells, len(fate))
        for column in stage.dataset.columns
    }
    table = Table(stage.dataset, every, _days(fate, turn))
    if turn.kind == "first":
        return _first(table, _flags(found, "late"), _flags(found, "copy"))
    return _later(table, fate, full=turn.mode(stage.dataset) == "full")


def _first(table: Table, late: Flags, copy: Flags) -> Batch:
    standing = np.flatnonzero(~late)
    again = np.flatnonzero(copy[standing])
    fate = text([*[FRESH] * len(standing), *[AGAIN] * len(again)])
    return Batch(table.take(standing), table.take(standing[:0]), np.r_[np.arange(len(standing)), again], fate)


def _later(table: Table, fate: Text, *, full: bool) -> Batch:
    gone = fate == DELETED
    place = np.where(gone, -1, np.cumsum(~gone) - 1)
    told = ~gone if full else np.isin(fate.astype(object), [FRESH, EDITED, DELETED, HISTORY])
    return Batch(table.take(np.flatnonzero(~gone)), table.take(np.flatnonzero(gone)), place[told], fate[told])


def _days(fate: Text, turn: Turn) -> Days:
    """The day of the delivery in which each version first stood."""
    new = (fate == FRESH) | (fate == EDITED)
    return np.where(new, day(turn.now), day(turn.before if turn.kind == "next" else turn.now))


def _flags(found: pa.Table, column: str) -> Flags:
    return np.array(found[column].to_pylist(), dtype=bool)


def _texts(found: pa.Table, column: str) -> Text:
    return text([value or "" for value in found[column].to_pylist()])


def _cells(found: pa.Table, place: int) -> Cells:
    cells = Cells(_texts(found, f"t{place}"), _texts(found, f"m{place}"))
    cells.fault, cells.unsure = _texts(found, f"f{place}"), _flags(found, f"u{place}")
    return cells


def _rewritten(cells: Cells, column: Column) -> Cells:
    """The cells of a column that says what to read in place of what is written."""
    for pattern, other in column.recipe.rewrites:
        means = [
            SEPARATOR.join(re.sub(pattern, other, one) for one in value.split(SEPARATOR))
            for value in cells.means.tolist()
        ]
        cells.means = text(means)
    return cells


def _virtual(column: Column, cells: Mapping[str, Cells], count: int) -> Cells:
    """A column that no file has: a copy of another one, or what its empty cells mean."""
    codes = codes_of(column)
    if column.copies and codes is not None:
        found = [codes.find(value) or "" for value in cells[column.copies].means.tolist()]
        copy = Cells(cells[column.copies].text.copy(), text(found))
        copy.unsure, copy.fault[copy.means == ""] = cells[column.copies].unsure.copy(), "UNKNOWN_CODE|MISSING"
        return copy
    if column.copies:
        return cells[column.copies].take(np.arange(count))
    return Cells(same("", count), same(default_of(column), count))
