"""The next round: rows that changed, rows that are gone, and rows that come late; each with what must become of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from twopages.ontology.model import Dataset, Model, Target
from twopages.synthetic.cells import Cells, Table, dated, flagged, hundredths, plain, whole
from twopages.synthetic.numbers import mobiles
from twopages.synthetic.reading import look
from twopages.synthetic.texts import Flags, Ints, Rng, Streams, Text, after, between, day, moments, same, text, where
from twopages.synthetic.writing import Mode

LATE, CHANGED, GONE = (
    0.005,
    0.02,
    0.01,
)  # shares of rows held back for the next round, changed in it, and no longer there
FRESH, SAME, EDITED, DELETED, AGAIN = "fresh", "same", "edited", "deleted", "again"
FULL: Mode = "full"
CHANGES: Mode = "changes"


@dataclass(frozen=True, slots=True)
class Batch:
    """A delivery of some rows of a table.

    `place` is where each stands in the table as it is afterwards (-1: no longer), `fate` what happens to it; `retired` rows
    are gone without being mentioned.
    """

    table: Table
    rows: Ints
    place: Ints
    fate: Text
    mode: Mode
    retired: int = 0


@dataclass(frozen=True, slots=True)
class Round:
    """What stands after a round of deliveries, and the deliveries."""

    tables: Mapping[str, Table]
    batches: Mapping[str, Batch]


@dataclass(frozen=True, slots=True)
class Moment:
    """The next round's dice and day."""

    rng: Rng
    before: np.datetime64
    now: np.datetime64


Edit = Callable[[Cells, Moment], Cells]  # the cells as they are after the change


def _phones(cells: Cells, moment: Moment) -> Cells:
    return plain(mobiles(moment.rng, len(cells)))


def _moments(cells: Cells, moment: Moment) -> Cells:
    count = len(cells)
    return plain(moments(moment.rng, between(moment.rng, np.full(count, moment.before + 1), moment.now - 1, count)))


def _one_more(cells: Cells, moment: Moment) -> Cells:
    return whole(np.where(cells.means == "", same("0", len(cells)), cells.means).astype(np.int64) + 1)


def _lately(cells: Cells, moment: Moment) -> Cells:
    count = len(cells)
    return dated(between(moment.rng, np.full(count, moment.before + 1), moment.now - 1, count), "iso")


def _next_term(cells: Cells, moment: Moment) -> Cells:
    return dated(after(np.full(len(cells), moment.now), 3), "iso")


def _repaired(cells: Cells, moment: Moment) -> Cells:
    return flagged(cells.means != "true")


def _jobless(cells: Cells, moment: Moment) -> Cells:
    return plain(where(cells.means == "70", "51", same("70", len(cells))))


def _incomes(cells: Cells, moment: Moment) -> Cells:
    return hundredths(moment.rng.integers(300_000, 400_000, len(cells)))


EDITS: Mapping[str, tuple[Mode, Mapping[str, Edit]]] = MappingProxyType(
    {
        "household-registration": (CHANGES, {"从业状况": _jobless, "更新时间": _moments}),
        "real-population": (CHANGES, {"手机号": _phones}),
        "social-insurance-person": (FULL, {"累计缴费月数": _one_more}),
        "hardship-assistance": (FULL, {"家庭人均月收入": _incomes}),
        "enterprise-registration": (FULL, {"TEL": _phones, "S_EXT_TIMESTAMP": _moments}),
        "enterprise-shareholder": (CHANGES, {"CONDATE": _lately}),
        "enterprise-personnel": (CHANGES, {"OFFTO": _next_term}),
        "administrative-penalty": (CHANGES, {"是否修复": _repaired, "更新时间": _moments}),
        "tax-credit": (FULL, {}),
        "electricity-consumption": (FULL, {}),
    }
)


def _held_back(table: Table, streams: Streams) -> Flags:
    """The rows that come in the next round only."""
    if table.dataset.id not in EDITS:
        return np.zeros(len(table), dtype=bool)
    return streams(f"late {table.dataset.id}").random(len(table)) < LATE


def first_round(tables: Mapping[str, Table], streams: Streams) -> Round:
    """Everything in full but for what comes late."""
    standing = {name: _without(table, _held_back(table, streams)) for name, table in tables.items()}
    return Round(standing, {name: _whole(table) for name, table in standing.items() if len(table)})


def _without(table: Table, gone: Flags) -> Table:
    kept = table.take(np.flatnonzero(~gone))
    moved = np.cumsum(~gone) - 1
    kept.copies = moved[table.copies[~gone[table.copies]]]
    return kept


def _whole(table: Table) -> Batch:
    rows = np.r_[np.arange(len(table)), table.copies]
    fate = text([*[FRESH] * len(table), *[AGAIN] * len(table.copies)])
    return Batch(table, rows, rows, fate, FULL)


def next_round(model: Model, tables: Mapping[str, Table], streams: Streams, now: str) -> Round:
    """What stands after the second round, and its deliveries: of some data sets only."""
    all_batches = {
        name: _batch(model, tables[name], streams, day(now)) for name in EDITS if name in tables and len(tables[name])
    }
    batches = {name: batch for name, batch in all_batches.items() if len(batch.rows)}
    standing = {
        name: batches[name].table.take(_remaining(batches[name])) if name in batches else table
        for name, table in tables.items()
    }
    return Round(standing, batches)


def _remaining(batch: Batch) -> Ints:
    gone = batch.rows[batch.fate == DELETED]
    return np.setdiff1d(np.arange(len(batch.table)), gone)


def _batch(model: Model, table: Table, streams: Streams, now: np.datetime64) -> Batch:
    dataset = table.dataset
    mode, edits = EDITS[dataset.id]
    rng, late = streams(f"next {dataset.id}"), _held_back(table, streams)
    draw = np.where(late, 1.0, rng.random(len(table)))
    changed, flag = (draw < CHANGED) & bool(edits), _operation(dataset)
    standing = ~look(model, table).failed & (not dataset.registers) & (mode == FULL or flag != "")
    gone = standing & (draw >= CHANGED) & (draw < CHANGED + GONE)
    after_it = table.take(np.arange(len(table)))
    _edit(after_it, np.flatnonzero(changed), edits, Moment(rng, table.as_of[0], now))
    after_it.as_of[changed | late] = now
    for rows, letter in ((changed, "U"), (late, "I"), (gone, "D")) if flag else ():
        after_it.cells[flag].put(np.flatnonzero(rows), plain(same(letter, int(rows.sum()))))
    return _compose(after_it, mode, (late, changed, gone))


def _operation(dataset: Dataset) -> str:
    """The header of the column that says insert, update or delete; empty where there is none."""
    return next((column.header for column in dataset.columns if Target("meta", "operation") in column.targets), "")


def _edit(table: Table, rows: Ints, edits: Mapping[str, Edit], moment: Moment) -> None:
    for header, edit in edits.items():
        table.cells[header].put(rows, edit(table.cells[header].take(rows), moment))


def _compose(table: Table, mode: Mode, kinds: tuple[Flags, Flags, Flags]) -> Batch:
    """The rows that are delivered; in full without those that are gone, as changes with nothing else."""
    late, changed, gone = kinds
    fate = np.where(
        gone, same(DELETED, len(table)), np.where(changed, same(EDITED, len(table)), same(SAME, len(table)))
    )
    fate[late] = FRESH
    place = np.where(gone, -1, np.cumsum(~gone) - 1)
    if mode == FULL:
        return _full(table, place, fate)
    rows = np.flatnonzero(late | changed | gone)
    return Batch(table, rows, place[rows], fate[rows], mode)


def _full(table: Table, place: Ints, fate: Text) -> Batch:
    rest = table.take(np.flatnonzero(place >= 0))
    rows = np.arange(len(rest))
    return Batch(rest, rows, rows, fate[place >= 0], FULL, int((place < 0).sum()))
