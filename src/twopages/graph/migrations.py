"""Schema migrations: cypher/V001__name.cypher in order, each once, and never a changed one."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from twopages.errors import StoreError
from twopages.graph.statements import split_statements, statement
from twopages.graph.store import Row, Store

FILE = re.compile(r"V(?P<version>\d+)__(?P<name>\w+)\.cypher")


@dataclass(frozen=True, slots=True)
class Migration:
    """A file of schema statements, every one of which may run twice: one that was cut off is run again from its start."""

    version: int
    name: str
    text: str

    @property
    def label(self) -> str:
        """The name of its file, without the ending."""
        return f"V{self.version:03}__{self.name}"

    @property
    def checksum(self) -> str:
        """The SHA-256 of its text, whatever the line ends of this checkout."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def migrate(store: Store, folder: Path) -> list[str]:
    """Apply what is not applied yet and say its names; one starter at a time, the next one waits and finds nothing to do."""
    known = read_migrations(folder)
    _run(store, statement("migration_guard"))
    with store.holding(statement("migration_lock")):
        pending = _pending(store, known)
        for migration in pending:
            _apply(store, migration)
        if pending:
            store.read(statement("migration_settle"))
    return [migration.label for migration in pending]


def pending_migrations(store: Store, folder: Path) -> list[str]:
    """The names of those that the store has not had; StoreError when it had others than the folder holds."""
    return [migration.label for migration in _pending(store, read_migrations(folder))]


def read_migrations(folder: Path) -> Mapping[int, Migration]:
    """The migrations of a folder by version, in order."""
    migrations: dict[int, Migration] = {}
    for file in sorted(folder.glob("V*.cypher")):
        migration = _read(file)
        if migrations.setdefault(migration.version, migration) is not migration:
            raise StoreError(
                f"Two migrations in {folder} have version {migration.version}.", "Give the newer one the next number."
            )
    return dict(sorted(migrations.items()))


def _read(file: Path) -> Migration:
    match = FILE.fullmatch(file.name)
    if not match:
        raise StoreError(f"{file} is not named like a migration.", "Name it like V002__what_it_does.cypher.")
    return Migration(int(match["version"]), match["name"], file.read_text("utf-8"))


def _pending(store: Store, known: Mapping[int, Migration]) -> list[Migration]:
    """What is left to do, after holding what was done against the files."""
    applied = {row["version"]: row for row in store.read(statement("migration_applied"))}
    for version, row in applied.items():
        _require_unchanged(known.get(version), row)
    newest = max(applied, default=0)
    pending = [migration for version, migration in known.items() if version not in applied]
    for migration in pending:
        if migration.version < newest:
            mend = f"Give it a number above {newest}."
            raise StoreError(f"Migration {migration.label} comes before one that this store has had.", mend)
    return pending


def _require_unchanged(migration: Migration | None, row: Row) -> None:
    label = f"V{row['version']:03}__{row['name']}"
    if migration is None:
        mend = "Use the release that fed this store, or a newer one."
        raise StoreError(f"This store has had migration {label}, which this program does not have.", mend)
    if migration.checksum != row["checksum"]:
        mend = "Restore the file and write the change as a new migration."
        raise StoreError(f"Migration {label} was changed after this store had it.", mend)


def _apply(store: Store, migration: Migration) -> None:
    for text in split_statements(migration.text):
        _run(store, text)  # each in a transaction of its own: schema and data do not mix in one
    _run(
        store,
        statement("migration_record"),
        version=migration.version,
        name=migration.name,
        checksum=migration.checksum,
    )


def _run(store: Store, text: str, **parameters: object) -> None:
    store.write(lambda transaction: transaction.run(text, parameters))
