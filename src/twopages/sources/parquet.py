"""Parquet, batch by batch; typed columns become the text that another format would have delivered."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from twopages.sources.columns import refusing, text_of

_BUFFER = 2**20
_SHANGHAI = timedelta(hours=8)  # moments with a zone are told in local time


@dataclass(frozen=True, slots=True)
class ParquetReader:
    """Reads a Parquet file without holding a row group whole."""

    path: Path

    def headers(self) -> list[str]:
        """The names of its columns."""
        with refusing(self.path, "Parquet", pa.ArrowException), pq.ParquetFile(self.path) as file:
            return list(file.schema_arrow.names)

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows as text."""
        with (
            refusing(self.path, "Parquet", pa.ArrowException, OSError),
            pq.ParquetFile(self.path, buffer_size=_BUFFER, pre_buffer=False) as file,
        ):
            for batch in file.iter_batches(batch_size=rows):
                yield pa.RecordBatch.from_arrays([_text(column) for column in batch.columns], names=batch.schema.names)


def _text(column: pa.Array) -> pa.Array:
    if pa.types.is_string(column.type):
        return column.fill_null("")
    if pa.types.is_timestamp(column.type):
        column = _local(column)
    return pa.array([text_of(value) for value in column.to_pylist()], pa.string())


def _local(column: pa.Array) -> pa.Array:
    naive = column.cast(pa.timestamp("us"), safe=False)
    return naive if column.type.tz is None else pc.add(naive, pa.scalar(_SHANGHAI))
