"""Where grants are kept: what the rules ask of it, and the graph as it. One row is the properties of one node."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from twopages.access.holding import held
from twopages.graph import Store, Transaction, statement

Row = Mapping[str, Any]
_SHOWN: Final = 500  # grants of one file that are read, newest first
_LIVE: Final = 10_000


class Shelf(Protocol):
    """Keeps grants, and knows under which ids one file is and was known."""

    def ids(self, *files: str) -> list[tuple[str, ...]]:
        """All ids of each file, the present one first."""

    def given(self, ids: Sequence[str], day: str | None = None) -> list[Row]:
        """What was given under any of these ids, newest first; with a day, what has neither ended nor passed."""

    def received(self, ids: Sequence[str]) -> list[Row]:
        """What agents with any of these ids were given, newest first."""

    def refused(self, ids: Sequence[str]) -> list[Row]:
        """The refusals that stand of agents with any of these ids, newest first."""

    def add(self, kind: str, ids: Sequence[str], day: str, made: Callable[[list[Row]], Row]) -> bool:
        """Keep what is made of all that stands on a day, one at a time for a file; False when there is no such file."""

    def end(self, grants: Sequence[str], now: str, side: str) -> None:
        """End grants that have not ended."""

    def accept(self, grant: str, now: str) -> None:
        """Note that an agent accepts."""


@dataclass(frozen=True, slots=True)
class GraphShelf:
    """Grants as nodes of their own; every read goes through an index."""

    store: Store

    def ids(self, *files: str) -> list[tuple[str, ...]]:
        """All ids of each file, the present one first."""
        rows = self.store.read(statement("entity_ids"), {"ids": list(files)})
        found = {row["id"]: tuple(row["ids"]) for row in rows}
        return [found[file] for file in files]

    def given(self, ids: Sequence[str], day: str | None = None) -> list[Row]:
        """What was given under any of these ids, newest first."""
        return [row["given"] for row in self.store.read(statement("grants_given"), _asked(ids, day))]

    def received(self, ids: Sequence[str]) -> list[Row]:
        """What agents with any of these ids were given, newest first."""
        return [row["given"] for row in self.store.read(statement("grants_received"), _asked(ids, None))]

    def refused(self, ids: Sequence[str]) -> list[Row]:
        """The refusals that stand of agents with any of these ids, newest first."""
        return [row["given"] for row in self.store.read(statement("grants_refused"), {"ids": list(ids)})]

    def add(self, kind: str, ids: Sequence[str], day: str, made: Callable[[list[Row]], Row]) -> bool:
        """Keep one more, in one transaction that others of the same file wait for."""

        def work(tx: Transaction) -> bool:
            if not held(tx, ids[0]):
                return False
            standing = [row["given"] for row in tx.run(statement("grants_given"), _asked(ids, day))]
            tx.run(statement("grant_write"), {"kind": kind, "properties": made(standing)})
            return True

        return self.store.write(work)

    def end(self, grants: Sequence[str], now: str, side: str) -> None:
        """End grants that have not ended."""
        parameters = {"ids": list(grants), "now": now, "side": side}
        self.store.write(lambda tx: tx.run(statement("grants_end"), parameters))

    def accept(self, grant: str, now: str) -> None:
        """Note that an agent accepts."""
        self.store.write(lambda tx: tx.run(statement("grant_accept"), {"id": grant, "now": now}))


def _asked(ids: Sequence[str], day: str | None) -> Row:
    return {"ids": list(ids), "day": day, "size": _SHOWN if day is None else _LIVE}
