"""PostgreSQL: a table is drawn once, in one snapshot, into a file that only its owner can read, and read from there like any other.

The delivery is a small JSON file `NAME.postgresql` that names a connection (`{"connection": "REGISTRY"}`); the manifest
beside it names the table. The address and password of the connection stand in the environment variable
`TWOPAGES_SOURCE_REGISTRY`, or in a file that nobody else can read and that `TWOPAGES_SOURCE_REGISTRY_FILE` names.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from twopages.errors import DeliveryError
from twopages.ontology.model import Dataset
from twopages.sources.manifest import DRAWN, Manifest, checksum, located
from twopages.values import tidy

PREFIX = "TWOPAGES_SOURCE_"
_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,60}")
_SETTINGS = "SELECT set_config('datestyle', 'ISO, YMD', true), set_config('timezone', 'Asia/Shanghai', true)"
_COLUMNS = """
SELECT a.attname, t.typname, t.typcategory FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
"""
_WRITTEN = {  # how a column of a type is written; anything else as the server writes it
    "bool": "({}::int)::text",
    "timestamptz": "({}::timestamp)::text",  # moments with a zone are told in local time
    "bytea": "convert_from({}, 'UTF8')",
}


@contextmanager
def at_hand(
    address: Path | str, manifest: Manifest, dataset: Dataset, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[Path, Manifest]]:
    """A delivery as a file that can be read again and again, with its manifest; a table is drawn for as long as this is open.

    Everything else is given back as it is. What is drawn are the columns that the data set knows, as UTF-8 CSV in the
    order of its key columns (then of all others), so that equal content has the equal SHA-256; a manifest without one
    gets it, so that a re-run is recognised, and one with another is refused when it is verified.
    """
    path = located(address)
    if path.suffix.lower() != DRAWN or not path.is_file():
        yield path, manifest
        return
    with TemporaryDirectory(prefix="twopages-") as folder:  # of mode 700
        drawn = Path(folder) / path.name
        _Table(path, manifest.table, dataset, os.environ if environment is None else environment).draw(drawn)
        yield drawn, replace(manifest, encoding="utf-8", sha256=manifest.sha256 or checksum(drawn))


@dataclass(frozen=True, slots=True)
class _Table:
    """One table behind a named connection; no message quotes the server's words, which may hold addresses and cells."""

    path: Path
    table: str
    dataset: Dataset
    environment: Mapping[str, str]

    def draw(self, target: Path) -> None:
        """Copy its rows into a file, block by block, as they are at one moment."""
        if not self.table:
            raise self._refusal("its manifest names no table", "Correct the manifest")
        with self._connect() as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            try:
                self._copy(connection, target)
            except psycopg.Error as error:
                what = f"the table {self.table!r} cannot be read (SQLSTATE {error.sqlstate or 'unknown'})"
                raise self._refusal(what, "See whether the account may read it and run again") from None

    def _copy(self, connection: psycopg.Connection, target: Path) -> None:
        with connection.cursor() as cursor, target.open("wb") as file:
            cursor.execute(_SETTINGS)
            with cursor.copy(self._statement(self._columns(cursor))) as blocks:
                for block in blocks:
                    file.write(block)

    def _columns(self, cursor: psycopg.Cursor) -> dict[str, tuple[str, str]]:
        """Type and category of the columns that the data set knows, in the order of the table."""
        found = cursor.execute(_COLUMNS, (self._qualified.as_string(cursor),)).fetchall()
        if not found:
            raise self._refusal(
                f"there is no table {self.table!r}", "Correct the manifest, or let the account see the table"
            )
        known = {tidy(column.header) for column in self.dataset.columns}
        kept = {str(name): (str(kind), str(category)) for name, kind, category in found if tidy(str(name)) in known}
        if not kept:
            raise self._refusal(
                f"the table {self.table!r} has none of the columns of {self.dataset.id}", "Correct the manifest"
            )
        return kept

    def _statement(self, columns: Mapping[str, tuple[str, str]]) -> sql.Composed:
        keys = [name for name in columns if tidy(name) in set(map(tidy, self.dataset.key_columns))]
        order = [*keys, *(name for name in columns if name not in keys)]
        return sql.SQL(
            "COPY (SELECT * FROM (SELECT {} FROM {}) AS drawn ORDER BY {}) TO STDOUT (FORMAT csv, HEADER)"
        ).format(
            sql.SQL(", ").join(_written(name, *kind) for name, kind in columns.items()),
            self._qualified,
            sql.SQL(", ").join(sql.SQL('{} COLLATE "C"').format(sql.Identifier(name)) for name in order),
        )

    @property
    def _qualified(self) -> sql.Identifier:
        return sql.Identifier(*self.table.split(".", 1))

    def _connect(self) -> psycopg.Connection:
        name = self._connection_name()
        try:
            return psycopg.connect(self._address(name), connect_timeout=10, application_name="twopages")
        except psycopg.Error:
            what = f"the database of the connection {name} cannot be reached or refuses the account"
            raise self._refusal(what, f"Check {PREFIX}{name} and run again") from None

    def _connection_name(self) -> str:
        try:
            name = json.loads(self.path.read_text(encoding="utf-8-sig"))["connection"]
        except (ValueError, KeyError, TypeError):
            name = None
        if not (isinstance(name, str) and _NAME.fullmatch(name)):
            raise self._refusal("it names no connection in capitals", 'Write {"connection": "NAME"}')
        return name

    def _address(self, name: str) -> str:
        variable = PREFIX + name
        if address := self.environment.get(variable):
            return address
        secret = self.environment.get(f"{variable}_FILE")
        if not secret or not Path(secret).is_file():
            raise self._refusal(
                f"the connection {name} has no address", f"Set {variable}, or {variable}_FILE to a file that holds it"
            )
        if Path(secret).stat().st_mode & 0o077:
            raise self._refusal(f"others may read the file that {variable}_FILE names", "Give it the mode 600")
        return Path(secret).read_text(encoding="utf-8").strip()

    def _refusal(self, what: str, mend: str) -> DeliveryError:
        return DeliveryError(f"{self.path.name}: {what}.", f"{mend}.")


def _written(name: str, kind: str, category: str) -> sql.Composed:
    """A column as text; several values of one cell are joined by ;"""
    form = "array_to_string({}, ';')" if category == "A" else _WRITTEN.get(kind, "{}::text")
    column = sql.Identifier(name)
    return sql.SQL("{} AS {}").format(sql.SQL(form).format(column), column)
