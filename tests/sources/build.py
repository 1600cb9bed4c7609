"""Small deliveries for the tests of the readers."""

import csv
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from twopages.ontology.model import Column, Dataset, Label, Target
from twopages.sources import Delivery, Manifest, open_delivery, write_manifest
from twopages.values import Recipe

HEADERS = ("编号", "姓名", "居(村)委会")
ROWS = (("1", "张三", "甲居委"), ("2", "李四\n又名李五", "乙,居委"), ("3", "", '丙"居委'))


def dataset(*headers: str, optional: Sequence[str] = ()) -> Dataset:
    """A dataset with these columns, required but for the optional ones."""
    said = Label("", "")
    columns = tuple(
        Column(header, place, (Target("attribute", f"a{place}"),), Recipe("text"), header not in optional, False, (), 1)
        for place, header in enumerate((*(headers or HEADERS), *optional), 1)
    )
    return Dataset(
        "register", said, said, "library", "department", "Thing", frozenset(), (), "daily", "full", "csv", 1, "", columns, ()
    )  # fmt: skip


def write_csv(
    path: Path, rows: Sequence[Sequence[str]] = ROWS, headers: Sequence[str] = HEADERS, encoding: str = "utf-8"
) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    return path


def write_xlsx(
    path: Path, rows: Sequence[Sequence[object]] = ROWS, headers: Sequence[str] = HEADERS, sheet: str = "甲"
) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet(sheet)
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for line, row in enumerate([headers, *rows]):
            for place, cell in enumerate(row):
                if isinstance(cell, datetime) and cell.hour:
                    page.write_datetime(line, place, cell, moment)
                elif isinstance(cell, str):
                    page.write_string(line, place, cell)
                else:
                    page.write(line, place, cell)
    return path


def write_titled(
    path: Path,
    titles: Sequence[str] = ("基本信息登记表", "制表单位: 某某局 2021年6月"),
    footers: Sequence[Sequence[object]] = (),
) -> Path:
    """A workbook as offices print them: merged titles above the header, and rows that are no rows below the table."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        for line, title in enumerate(titles):
            page.merge_range(line, 0, line, len(HEADERS) - 1, title)
        for line, row in enumerate([HEADERS, *ROWS, *footers], len(titles)):
            for place, cell in enumerate(row):
                page.write(line, place, cell)
    return path


def write_geojson(path: Path, features: Sequence[dict[str, object]] | None = None) -> Path:
    """A FeatureCollection; the rows of the tests as features without geometry, unless others are given."""
    plain = [{"type": "Feature", "properties": dict(zip(HEADERS, row, strict=True)), "geometry": None} for row in ROWS]
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": plain if features is None else features}))
    return path


def write_parquet(path: Path, columns: dict[str, pa.Array] | None = None) -> Path:
    names = {header: pa.array([row[place] for row in ROWS]) for place, header in enumerate(HEADERS)}
    pq.write_table(pa.table(columns or names), path)
    return path


def write_sqlite(
    path: Path, rows: Sequence[Sequence[object]] = ROWS, headers: Sequence[str] = HEADERS, table: str = "t"
) -> Path:
    names = ", ".join(f'"{header}"' for header in headers)
    marks = ", ".join("?" for _ in headers)
    with closing(sqlite3.connect(path)) as database:
        name = table.replace('"', '""')
        database.execute(f'CREATE TABLE "{name}" ({names})')
        database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
        database.commit()
    return path


def manifest_for(path: Path, rows: int = 3, encoding: str | None = None, table: str = "") -> Manifest:
    """Write the manifest that fits a delivery."""
    if path.suffix == ".csv":
        encoding = encoding or "utf-8"
    if path.suffix in (".sqlite", ".db"):
        table = table or "t"
    return write_manifest(
        path, dataset="register", mode="full", as_of="2024-06-30", encoding=encoding, rows=rows, table=table
    )


def opened(path: Path, *headers: str, optional: Sequence[str] = (), **options: object) -> Delivery:
    """A delivery that was written, with its manifest, opened."""
    return open_delivery(path, manifest_for(path, **options), dataset(*headers, optional=optional))  # type: ignore[arg-type]


def read(delivery: Delivery, rows: int = 1000) -> list[tuple[str, ...]]:
    """All rows of a delivery; every column must be text without nulls."""
    found: list[tuple[str, ...]] = []
    for batch in delivery.batches(rows):
        assert all(column.type == pa.string() and not column.null_count for column in batch.columns)
        found.extend(zip(*(column.to_pylist() for column in batch.columns), strict=True))
    return found
