"""SQL: one table of an SQLite database, opened so that nothing can be written."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pyarrow as pa

from twopages.sources.columns import batches_of, refusing


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads one table in the order in which the database holds it."""

    path: Path
    table: str

    def headers(self) -> list[str]:
        """The names of its columns."""
        with refusing(self.path, self._what, sqlite3.Error), closing(self._connect()) as database:
            return [column[0] for column in database.execute(f"{self._select} LIMIT 0").description]

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows as text."""
        with refusing(self.path, self._what, sqlite3.Error), closing(self._connect()) as database:
            cursor = database.execute(self._select)
            yield from batches_of([column[0] for column in cursor.description], cursor, rows)

    @property
    def _what(self) -> str:
        return f"an SQLite database with the table {self.table!r}"

    @property
    def _select(self) -> str:
        name = self.table.replace('"', '""')  # a name cannot be a parameter; doubled quotes keep it one
        return f'SELECT * FROM "{name}"'  # noqa: S608

    def _connect(self) -> sqlite3.Connection:
        # immutable: exactly the bytes whose checksum was taken, no journal beside them is looked at
        return sqlite3.connect(f"file:{quote(str(self.path.absolute()))}?mode=ro&immutable=1", uri=True)
