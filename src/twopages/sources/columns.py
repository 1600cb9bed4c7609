"""What every reader gives: record batches whose columns are all text."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import islice
from math import isfinite
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from twopages.errors import DeliveryError
from twopages.values import canonical

# The system's allocator gives back what batches leave; Arrow's own kept 50 MB of it at the peak of a feed.
pa.set_memory_pool(pa.system_memory_pool())


class Reader(Protocol):
    """Reads one delivery, as often as asked, never whole."""

    def headers(self) -> list[str]:
        """The headers as delivered."""

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows in order, all columns text, in batches of any size that `rows` suggests."""


@contextmanager
def refusing(path: Path, what: str, *errors: type[Exception]) -> Iterator[None]:
    """Turn what a library says into a refusal; its own words are left out, for they may quote cells."""
    try:
        yield
    except errors:
        raise DeliveryError(f"{path.name}: it cannot be read as {what}.", "Export it again and check it.") from None


def text_of(value: object) -> str:  # noqa: PLR0911 (one line for each type)
    """The one text of a value that a format delivers typed."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "1" if value else "0"
        case int():
            return str(value)
        case float():
            return canonical(Decimal(repr(value))) if isfinite(value) else ""
        case Decimal():
            return canonical(value) if value.is_finite() else ""
        case datetime():
            return value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case bytes():
            return value.decode("utf-8", "replace")
        case list() | tuple():  # as a cell that holds several values; columns of many values are split at ;
            return ";".join(filter(None, map(text_of, value)))
        case _:
            return str(value)


def batch_of(names: Sequence[str], rows: Sequence[Sequence[object]]) -> pa.RecordBatch:
    """A record batch out of rows of typed values."""
    columns = [pa.array([text_of(row[place]) for row in rows], pa.string()) for place in range(len(names))]
    return pa.RecordBatch.from_arrays(columns, names=list(names))


def batches_of(names: Sequence[str], rows: Iterable[Sequence[object]], size: int) -> Iterator[pa.RecordBatch]:
    """Record batches out of a stream of rows."""
    stream = iter(rows)
    while held := list(islice(stream, size)):
        yield batch_of(names, held)


def regrouped(batches: Iterable[pa.RecordBatch], rows: int) -> Iterator[pa.RecordBatch]:
    """The same rows in batches of exactly `rows`; the last may be shorter."""
    held: list[pa.RecordBatch] = []
    wanted = rows
    for batch in batches:
        start = 0
        while start < batch.num_rows:
            held.append(batch.slice(start, wanted))
            start += held[-1].num_rows
            wanted -= held[-1].num_rows
            if not wanted:
                yield pa.concat_batches(held)
                held, wanted = [], rows
    if held:
        yield pa.concat_batches(held)
