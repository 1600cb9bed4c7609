"""Grants kept in memory, as the graph keeps them: for tests of the rules, and of pages without a store."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twopages.access.grants.shelf import Row


@dataclass
class MemoryShelf:
    """Rows, newest last; `aliases` leads from former ids to present ones; `files` are all there are, None for any."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    files: frozenset[str] | None = None

    def ids(self, *files: str) -> list[tuple[str, ...]]:
        return [self._ids(self.aliases.get(file, file)) for file in files]

    def _ids(self, now: str) -> tuple[str, ...]:
        return (now, *(old for old, new in self.aliases.items() if new == now))

    def given(self, ids: Sequence[str], day: str | None = None) -> list[Row]:
        return [row for row in self._of("subject", ids) if day is None or ("ended" not in row and row["until"] >= day)]

    def received(self, ids: Sequence[str]) -> list[Row]:
        return self._of("agent", ids)

    def refused(self, ids: Sequence[str]) -> list[Row]:
        return [row for row in self._of("agent", ids) if row["kind"] == "Refusal" and "ended" not in row]

    def _of(self, name: str, ids: Sequence[str]) -> list[Row]:
        return [row for row in reversed(self.rows) if row.get(name) in ids]

    def add(self, kind: str, ids: Sequence[str], day: str, made: Callable[[list[Row]], Row]) -> bool:
        if self.files is not None and ids[0] not in self.files:
            return False
        self.rows.append(dict(made(self.given(ids, day))))
        return True

    def end(self, grants: Sequence[str], now: str, side: str) -> None:
        self._change(grants, "ended", {"ended": now, "endedBy": side})

    def accept(self, grant: str, now: str) -> None:
        self._change([grant], "accepted", {"accepted": now})

    def _change(self, grants: Sequence[str], unless: str, told: Mapping[str, Any]) -> None:
        for row in self.rows:
            if row["id"] in grants and unless not in row and "ended" not in row:
                row.update(told)
