"""Deliveries as files: each data set in its format, with its manifest beside it; the same bytes for the same rows."""

import csv
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias
from zlib import crc32

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from twopages.ontology.model import Column
from twopages.sources import write_manifest
from twopages.synthetic.cells import Table
from twopages.synthetic.texts import Ints, Text

Mode: TypeAlias = Literal["full", "changes"]
ENDINGS: Mapping[str, str] = MappingProxyType(
    {"csv-gb18030": "csv", "csv-utf8": "csv", "xlsx": "xlsx", "parquet": "parquet", "sql": "sqlite"}
)
ENCODINGS: Mapping[str, str] = MappingProxyType({"csv-gb18030": "gb18030", "csv-utf8": "utf-8"})
AMOUNTS = ("money", "decimal")


@dataclass(frozen=True, slots=True)
class Delivered:
    """One delivery: its file, how it was delivered, its rows and bytes."""

    dataset: str
    file: str
    mode: Mode
    rows: int
    size: int


def deliver(table: Table, rows: Ints, folder: Path, as_of: str, mode: Mode) -> Delivered:
    """Write rows of one table and their manifest."""
    dataset = table.dataset
    path = folder / f"{dataset.id}-{as_of.replace('-', '')}.{ENDINGS[dataset.format]}"
    path.unlink(missing_ok=True)
    columns = [table.cells[column.header].text[rows] for column in dataset.columns]
    name = ""
    match dataset.format:
        case "xlsx":
            _workbook(path, table, columns, as_of)
        case "parquet":
            _parquet(path, dataset.columns, columns)
        case "sql":
            name = _database(path, dataset.id, dataset.columns, columns)
        case _:
            _csv(path, dataset.columns, columns, ENCODINGS[dataset.format])
    encoding = ENCODINGS.get(dataset.format)
    write_manifest(path, dataset=dataset.id, mode=mode, as_of=as_of, encoding=encoding, rows=len(rows), table=name)
    return Delivered(dataset.id, path.name, mode, len(rows), path.stat().st_size)


def _lines(columns: Sequence[Text]) -> Iterator[tuple[str, ...]]:
    return zip(*(column.tolist() for column in columns), strict=True)


def _csv(path: Path, headers: Sequence[Column], columns: Sequence[Text], encoding: str) -> None:
    """Some offices begin their UTF-8 with a byte order mark."""
    marked = encoding == "utf-8" and crc32(path.name.split("-2")[0].encode()) % 2
    with path.open("w", encoding="utf-8-sig" if marked else encoding, newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([column.header for column in headers])
        writer.writerows(_lines(columns))


def _workbook(path: Path, table: Table, columns: Sequence[Text], as_of: str) -> None:
    """Days of every third row stand as days, the others as text."""
    days = [place for place, column in enumerate(table.dataset.columns) if column.recipe.kind == "date"]
    with xlsxwriter.Workbook(
        path, {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        book.set_properties({"created": datetime.fromisoformat(as_of), "author": table.dataset.label.zh})
        sheet, style = book.add_worksheet(), book.add_format({"num_format": "yyyy/m/d"})
        sheet.write_row(0, 0, [column.header for column in table.dataset.columns])
        for row, line in enumerate(_lines(columns), 1):
            for place, value in enumerate(line):
                day = _day(value) if place in days and row % 3 == 0 else None
                if day is None:
                    sheet.write_string(row, place, value)
                else:
                    sheet.write_datetime(row, place, day, style)


def _day(value: str) -> datetime | None:
    parts = value.split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    year, month, day = map(int, parts)
    try:
        return datetime.combine(date(year, month, day), datetime.min.time())
    except ValueError:
        return None


def _parquet(path: Path, headers: Sequence[Column], columns: Sequence[Text]) -> None:
    arrays = []
    for column, values in zip(headers, columns, strict=True):
        array = pa.array([value or None for value in values.tolist()], pa.string())
        arrays.append(array.cast(pa.decimal128(18, 2)) if column.recipe.kind in AMOUNTS else array)
    pq.write_table(pa.table(arrays, names=[column.header for column in headers]), path, compression="zstd")


def _database(path: Path, dataset: str, headers: Sequence[Column], columns: Sequence[Text]) -> str:
    """A database of one table, amounts as whole numbers."""
    name = dataset.replace("-", "_")
    kinds = ["INTEGER" if column.recipe.kind in AMOUNTS else "TEXT" for column in headers]
    fields = ", ".join(f'"{column.header}" {kind}' for column, kind in zip(headers, kinds, strict=True))
    numbers = [place for place, kind in enumerate(kinds) if kind == "INTEGER"]
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(f'CREATE TABLE "{name}" ({fields})')
        insert = f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(headers))})'  # noqa: S608 (a name cannot be a parameter)
        database.executemany(insert, (_typed(line, numbers) for line in _lines(columns)))
    return name


def _typed(line: tuple[str, ...], numbers: list[int]) -> list[str | int | None]:
    return [int(value) if place in numbers and value else value or None for place, value in enumerate(line)]
