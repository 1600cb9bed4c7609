"""The turns of deliveries: the first, in full; the next, with what changed, is gone or comes late; and what comes out of order."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, TypeAlias
from zlib import crc32

from twopages.ontology.model import Column, Dataset, Target
from twopages.synthetic.spelling import name, quoted

Mode: TypeAlias = Literal["full", "changes"]
FIRST, NEXT, BELATED = "first", "next", "belated"
FRESH, SAME, EDITED, DELETED, HISTORY = "fresh", "same", "edited", "deleted", "history"
LATE, CHANGED, GONE, TOLD_AGAIN = (
    0.005,
    0.02,
    0.01,
    0.01,
)  # shares of rows: held back for the next turn, changed, gone, told from before
EARLIER = 15  # days before the first deliveries that belated ones are of
OFTEN = frozenset({"realtime", "daily"})  # cycles whose next delivery tells what changed
AGAIN = frozenset({"weekly", "monthly"})  # cycles whose next delivery is in full
MOVABLE = (
    "phone",
    "money",
    "decimal",
    "integer",
    "boolean",
)  # kinds whose values a new version changes, the first there is


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: `before` is the day of the deliveries before it, `now` that of these (older than `before` where they are belated)."""

    kind: Literal["first", "next", "belated"]
    before: str
    now: str

    def mode(self, dataset: Dataset) -> Mode | None:
        """How a dataset is delivered; None where it is not."""
        if self.kind == FIRST:
            return "full"
        again = mode_of_next(dataset)
        if self.kind == BELATED:
            return "changes" if again == "changes" and moved(dataset) and crc32(dataset.id.encode()) % 3 == 0 else None
        return again

    def fates(self, dataset: Dataset, duplicates: float) -> str:
        """The columns `late`, `copy` and `fate` of every row, in SQL."""
        again = mode_of_next(dataset)
        late = _chance(LATE if again else 0, "late", dataset)
        if self.kind == FIRST:
            return f"{late} as late, {_chance(duplicates, 'twice', dataset)} as copy, '{FRESH}' as fate"
        return f"{late} as late, false as copy, {self._fate(dataset, late, again)} as fate"

    def _fate(self, dataset: Dataset, late: str, again: Mode | None) -> str:
        told = moved(dataset)
        there = f"{name(told.header)} is not null" if told else "false"
        changed = f"{_chance(CHANGED, 'changed', dataset)} and {there}"
        leaves = not dataset.registers and (again == "full" or operation(dataset) is not None)
        gone = _chance(GONE if leaves else 0, "gone", dataset)
        whens = f"when {late} then '{FRESH}' when {changed} then '{EDITED}' when {gone} then '{DELETED}'"
        told_again = (
            f" when {_chance(TOLD_AGAIN, 'belated', dataset)} and {there} then '{HISTORY}'"
            if self.kind == BELATED
            else ""
        )
        return f"case {whens}{told_again} else '{SAME}' end"

    @property
    def chosen(self) -> str:
        """The condition on rows that are staged at all."""
        return f"fate = '{HISTORY}'" if self.kind == BELATED else "true"

    def touches(self, dataset: Dataset, column: Column) -> bool:
        """Whether new versions of this turn say something else in a column; such cells are written with care."""
        return self.kind != FIRST and column in (moved(dataset), _stamp(dataset))

    def changed(self, dataset: Dataset, column: Column, value: str, kind: str) -> str:
        """The value of a column after what this turn does to the row, in SQL; `kind` is its type in DuckDB."""
        if self.kind == FIRST:
            return value
        if column == operation(dataset):
            return f"case fate when '{EDITED}' then 'U' when '{HISTORY}' then 'U' when '{DELETED}' then 'D' else {value} end"
        other = ""
        if column == _stamp(dataset):
            other = f"moment(between_days({self._first_day} , {self._last_day}, 'stamp', n), 'stamp {self.kind}', n)"
        elif column == moved(dataset):
            other = _moved_value(column, value, kind, f"{self.kind} {dataset.id}")
        return f"case when fate in ('{EDITED}', '{HISTORY}') then {other} else {value} end" if other else value

    @property
    def _first_day(self) -> str:
        return f"date '{self.before}' + 1" if self.kind == NEXT else f"date '{self.now}' - 14"

    @property
    def _last_day(self) -> str:
        return f"date '{self.now}' - 1"


def mode_of_next(dataset: Dataset) -> Mode | None:
    """How a dataset comes in the next turn: what changed where it is fed often, again in full where now and then, else not at all."""
    return "changes" if dataset.update_cycle in OFTEN else "full" if dataset.update_cycle in AGAIN else None


def operation(dataset: Dataset) -> Column | None:
    """The column that says insert, update or delete."""
    return _meta(dataset, "operation")


def _stamp(dataset: Dataset) -> Column | None:
    return _meta(dataset, "updatedAt")


def _meta(dataset: Dataset, what: str) -> Column | None:
    return next((column for column in dataset.columns if Target("meta", what) in column.targets), None)


def moved(dataset: Dataset) -> Column | None:
    """The column that says something else in a new version of a row; None where none can."""
    fit = [column for column in dataset.columns if _movable(dataset, column)]
    return next((column for kind in MOVABLE for column in fit if column.recipe.kind == kind), None)


def _movable(dataset: Dataset, column: Column) -> bool:
    told = all(target.role in ("attribute", "part") for target in column.targets)
    plain = not (column.cases or column.recipe.split or column.recipe.rewrites or column.virtual or column.adds_up)
    return told and plain and bool(column.targets) and column.header not in dataset.key_columns


def _moved_value(column: Column, value: str, kind: str, salt: str) -> str:
    ways: Mapping[str, str] = MappingProxyType(
        {
            "phone": f"mobile({quoted(salt)}, n)",
            "boolean": f"not {value}",
            "integer": f"if({value} + 1 > {column.recipe.maximum or 10**12}, {value} - 1, {value} + 1)",
        }
    )
    least = column.recipe.minimum or "0"
    other = f"(greatest({value} * (0.8 + 0.1 * draw({quoted(salt)}, n)), {least}) + 0.01)::{kind}"
    return ways.get(column.recipe.kind, other)


def _chance(rate: float, salt: str, dataset: Dataset) -> str:
    return f"chance({rate}, {quoted(f'{salt} {dataset.id}')}, rowid)" if rate else "false"
