"""Deliveries as files: each dataset in its format, with its manifest beside it; the same bytes for the same rows."""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias
from zlib import crc32

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from twopages.ontology.model import Column, Dataset
from twopages.sources import write_manifest
from twopages.synthetic.spelling import AMOUNTS, name
from twopages.synthetic.staging import Stage
from twopages.synthetic.turns import DELETED, EDITED, FRESH, Mode, Turn

ENDINGS: Mapping[str, str] = MappingProxyType(
    {"csv-gb18030": "csv", "csv-utf8": "csv", "xlsx": "xlsx", "parquet": "parquet", "sql": "sqlite"}
)
ENCODINGS: Mapping[str, str] = MappingProxyType({"csv-gb18030": "gb18030", "csv-utf8": "utf-8"})
PIECE = 1 << 20  # bytes of a file that are put into another encoding at a time
GROUP = 100_000  # rows of a row group of Parquet
Line: TypeAlias = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery: its file, how it was delivered, its rows and bytes."""

    dataset: str
    file: str
    mode: Mode
    rows: int
    size: int
    day: str


def chosen(turn: Turn, mode: Mode) -> tuple[str, ...]:
    """Which rows of `stage` a delivery holds, one part after the other, in SQL."""
    if turn.kind == "first":
        return "not late", "copy and not late"
    if turn.kind == "next":
        return (f"fate <> '{DELETED}'" if mode == "full" else f"fate in ('{FRESH}', '{EDITED}', '{DELETED}')",)
    return ("true",)


class Writer:
    """Writes deliveries into a folder; what needs no database is done beside it, in order.

    Use it as a context.
    """

    def __init__(self, folder: Path, database: duckdb.DuckDBPyConnection) -> None:
        self.folder, self.database = folder, database
        self.beside = ThreadPoolExecutor(1)
        self.tasks: list[Future[Delivered]] = []

    def __enter__(self) -> "Writer":
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *error: object) -> None:
        self.beside.shutdown(cancel_futures=error[0] is not None)

    @property
    def written(self) -> list[Delivered]:
        """All deliveries; waits for them."""
        return [task.result() for task in self.tasks]

    def write(self, stage: Stage, turn: Turn, mode: Mode) -> None:
        """Write the rows that a turn delivers, and their manifest; nothing where there are none."""
        dataset, parts = stage.dataset, chosen(turn, mode)
        counted = self.database.execute(
            f"select {', '.join(f'count(*) filter ({part})' for part in parts)} from stage"
        ).fetchall()
        rows = sum(counted[0])
        if not rows:
            return
        path = self.folder / f"{dataset.id}-{turn.now.replace('-', '')}.{ENDINGS[dataset.format]}"
        path.unlink(missing_ok=True)
        finish = _WAYS[dataset.format](_Leaf(self.database, stage, path, parts, turn.now))
        plan = Delivered(dataset.id, path.name, mode, rows, 0, turn.now)
        self.tasks.append(self.beside.submit(_finish, finish, plan, path, dataset))


def _finish(finish: Callable[[], None], plan: Delivered, path: Path, dataset: Dataset) -> Delivered:
    finish()
    encoding, table = ENCODINGS.get(dataset.format), _table_name(dataset) if dataset.format == "sql" else ""
    write_manifest(
        path, dataset=dataset.id, mode=plan.mode, as_of=plan.day, encoding=encoding, rows=plan.rows, table=table
    )
    return replace(plan, size=path.stat().st_size)


def _table_name(dataset: Dataset) -> str:
    return dataset.id.replace("-", "_")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """What is to be written where."""

    database: duckdb.DuckDBPyConnection
    stage: Stage
    path: Path
    parts: tuple[str, ...]
    day: str

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.stage.columns

    def select(self, part: str) -> str:
        """The texts of a part, under their headers."""
        cells = ", ".join(f"t{place} as {name(column.header)}" for place, column in enumerate(self.columns))
        return f"select {cells} from stage where {part}"

    def lines(self) -> list[Line]:
        """All rows."""
        return [line for part in self.parts for line in self.database.execute(self.select(part)).fetchall()]


def _csv(leaf: _Leaf) -> Callable[[], None]:
    """The database writes UTF-8; the rest is done beside it."""
    drafts = [leaf.path.with_name(f".{leaf.path.name}.{place}") for place in range(len(leaf.parts))]
    for draft, part in zip(drafts, leaf.parts, strict=True):
        leaf.database.execute(f"copy ({leaf.select(part)}) to '{draft}' (format csv, header false)")
    headers = ",".join(column.header for column in leaf.columns)
    return lambda: _encode(drafts, leaf.path, headers, ENCODINGS[leaf.stage.dataset.format])


def _encode(drafts: Sequence[Path], path: Path, headers: str, encoding: str) -> None:
    """Lines end as departments end them; some offices begin their UTF-8 with a byte order mark."""
    marked = encoding == "utf-8" and crc32(path.name.split("-2")[0].encode()) % 2
    with path.open("wb") as file:
        file.write((b"\xef\xbb\xbf" if marked else b"") + f"{headers}\r\n".encode(encoding))
        for draft in drafts:
            with draft.open("rb") as lines:
                while piece := lines.read(PIECE):
                    piece = (piece + lines.readline()).replace(b"\n", b"\r\n")
                    file.write(piece if encoding == "utf-8" else _in_chinese(piece.decode()))
            draft.unlink()


def _in_chinese(text: str) -> bytes:
    """GB 18030; what its older part GBK can write is the same there, and quicker."""
    try:
        return text.encode("gbk")
    except UnicodeEncodeError:
        return text.encode("gb18030")


def _workbook(leaf: _Leaf) -> Callable[[], None]:
    lines = leaf.lines()
    return lambda: _fill_workbook(leaf, lines)


def _fill_workbook(leaf: _Leaf, lines: list[Line]) -> None:
    """Titles, headers, rows; days of every third row stand as days, the others as text."""
    dataset, columns = leaf.stage.dataset, leaf.columns
    days = {
        place for place, column in enumerate(columns) if column.recipe.kind == "date" and not column.recipe.month_day
    }
    options = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(leaf.path, options | {"constant_memory": True}) as book:
        book.set_properties({"created": datetime.fromisoformat(leaf.day), "author": dataset.label.zh})
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
        for row in range(dataset.title_rows):
            title = dataset.label.zh if row == 0 else f"截止日期:{leaf.day}"
            sheet.merge_range(row, 0, row, max(1, len(columns) - 1), title)
        sheet.write_row(dataset.title_rows, 0, [column.header for column in columns])
        for row, line in enumerate(lines, dataset.title_rows + 1):
            for place, value in enumerate(line):
                day = _day(value) if value and place in days and row % 3 == 0 else None
                if day is not None:
                    sheet.write_datetime(row, place, day, style)
                elif value is not None:
                    sheet.write_string(row, place, value)


def _day(value: str) -> datetime | None:
    parts = value.replace("/", "-").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    year, month, day = map(int, parts)
    try:
        return datetime.combine(date(year, month, day), datetime.min.time()) if year > 1900 else None
    except ValueError:
        return None


def _parquet(leaf: _Leaf) -> Callable[[], None]:
    amounts = [column.recipe.kind in AMOUNTS for column in leaf.columns]
    tables = [leaf.database.sql(leaf.select(part)).to_arrow_table() for part in leaf.parts]
    table = pa.concat_tables(tables).combine_chunks()
    arrays = [
        column.cast(pa.decimal128(24, 6)) if amount else column
        for column, amount in zip(table.columns, amounts, strict=True)
    ]
    whole = pa.table(arrays, names=table.column_names)
    return lambda: pq.write_table(whole, leaf.path, compression="zstd", row_group_size=GROUP)


def _database(leaf: _Leaf) -> Callable[[], None]:
    lines = leaf.lines()
    return lambda: _fill_database(leaf, lines)


def _fill_database(leaf: _Leaf, lines: list[Line]) -> None:
    """A database of one table, amounts in hundredths as whole numbers."""
    table = _table_name(leaf.stage.dataset)
    numbers = [column.recipe.kind in AMOUNTS and column.recipe.scale == "0.01" for column in leaf.columns]
    fields = ", ".join(
        f'"{column.header}" {"INTEGER" if number else "TEXT"}'
        for column, number in zip(leaf.columns, numbers, strict=True)
    )
    with closing(sqlite3.connect(leaf.path)) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f'CREATE TABLE "{table}" ({fields})')
        insert = f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(leaf.columns))})'
        database.executemany(insert, lines)


_WAYS: Mapping[str, Callable[[_Leaf], Callable[[], None]]] = MappingProxyType(
    {"csv-gb18030": _csv, "csv-utf8": _csv, "xlsx": _workbook, "parquet": _parquet, "sql": _database}
)
