"""Checking: cleaned rows out of the columns of a delivery, and the rows that cannot be taken with the reason why. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from twopages.feed.row import NOTHING, Cell, Cells, RowForm
from twopages.ontology.model import Column
from twopages.values import Fault, clean, mask


@dataclass(frozen=True, slots=True)
class Row:
    """A row that passed: its number in the delivery (from 1) and its loaded cells."""

    number: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Quarantine:
    """A row that cannot be taken: the column and coded reason, and the failing value as far as its grade lets it be shown."""

    number: int
    column: str
    code: str
    shown: str
    cells: Cells


def check(form: RowForm, batch: pa.RecordBatch, first: int, as_of: str) -> tuple[list[Row], list[Quarantine]]:
    """The rows of a batch whose first row has the number `first`, apart into those that pass and those that do not."""
    rows, quarantined = [], []
    for number, cells in enumerate(read_cells(form, batch, as_of), first):
        failing = _failing(form, cells)
        if failing is None:
            rows.append(Row(number, cells))
        else:
            quarantined.append(_quarantine(number, failing, cells))
    return rows, quarantined


def read_cells(
    form: RowForm, batch: pa.RecordBatch, as_of: str, only: Collection[str] | None = None
) -> Iterator[Cells]:
    """The cleaned cells of each row: of the loaded columns, or of `only` these headers."""
    loaded = (column for column in form.dataset.columns if (column.loaded if only is None else column.header in only))
    present = [column for column in loaded if column.virtual or column.header in batch.schema.names]
    cleaned = [clean_column(column, _texts(column, batch), as_of) for column in present]
    headers = [column.header for column in present]
    for cells in zip(*cleaned, strict=True):
        yield dict(zip(headers, cells, strict=True))


def _texts(column: Column, batch: pa.RecordBatch) -> pa.Array:
    """The delivered texts of a column; those of a virtual one are copied, or empty."""
    header = column.copies if column.virtual else column.header
    return batch.column(header) if header in batch.schema.names else pa.nulls(batch.num_rows, pa.string())


def clean_column(column: Column, values: pa.Array, as_of: str) -> Sequence[Cell]:
    """The cells of one column; equal texts are cleaned once."""
    encoded = pc.dictionary_encode(values.fill_null(""))
    cells = [_cell(column, text, as_of) for text in encoded.dictionary.to_pylist()]
    return [cells[index] for index in encoded.indices.to_pylist()]


def _cell(column: Column, text: str, as_of: str) -> Cell:
    cleaned = clean(column.recipe, text, as_of)
    return Cell(text, cleaned.values, str(cleaned.fault)) if text or cleaned.values else NOTHING


def _failing(form: RowForm, cells: Cells) -> Column | None:
    """The first column that keeps the row from being taken: required and without a value, or a failed key of the row's own subject."""
    own = form.role_headers.get(("subject", ""))
    for column in form.dataset.columns:
        cell = cells.get(column.header, NOTHING)
        if (column.required and column.loaded and not cell.values) or (column.header == own and cell.fault):
            return column
    return None


def _quarantine(number: int, column: Column, cells: Cells) -> Quarantine:
    cell = cells.get(column.header, NOTHING)
    return Quarantine(number, column.header, cell.fault or str(Fault.MISSING), shown(column, cell.delivered), cells)


def shown(column: Column, delivered: str) -> str:
    """A delivered text as far as the grade of its column lets it be shown."""
    if not delivered or column.grade <= 2:
        return delivered
    return mask("first-2-last-2" if column.grade == 3 else None, "text", delivered)
