"""Whole deliveries in every format and every usual spelling come to the same values."""

import csv
import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import orjson
import psycopg
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from psycopg import sql

from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, enterprise
from tests.postgres_server import postgres
from twopages.feed.check import check
from twopages.feed.row import RowForm
from twopages.ontology.model import Model
from twopages.sources import at_hand, open_delivery, read_manifest, verify, write_manifest
from twopages.values import Value

DAY = "2021-06-30"
Rows = Sequence[Mapping[str, Any]]

MEANT: dict[str, tuple[Value, ...]] = {
    "UNISCID": (ACME,), "ENTNAME": ("上海甲有限公司",), "ENTTYPE": ("1130",), "ENTCLASS": ("1",), "NAME": ("王安",), "LEREP_CERNO": (ANN,),
    "INDUSTRYPHY": ("C",), "REGCAP": ("12345000",), "ESTDATE": ("2010-01-02",), "OPTO": (), "REGSTATE": ("1",), "DOMDISTRICT": ("310101",),
    "DOM": ("上海市徐汇区安福路1号",), "REGORG_CN": ("徐汇区市场监督管理局",), "S_EXT_TIMESTAMP": ("2021-05-01T08:00:00",),
}  # fmt: skip
CLEAN = enterprise(ACME, LEREP_CERNO=ANN, REGCAP="1234.5", ESTDATE="2010-01-02", DOMDISTRICT="310101")
SPELLINGS: tuple[dict[str, str], ...] = (
    {},
    {"ESTDATE": "20100102", "REGCAP": "1,234.50", "ENTCLASS": "企业", "OPTO": "长期"},
    {"ESTDATE": "2010/1/2", "REGCAP": "1,234.5万元", "DOMDISTRICT": "310103", "OPTO": "9999-12-31"},
    {"ESTDATE": "2010年1月2日", "REGCAP": "12345000元", "REGSTATE": "存续", "UNISCID": f" {ACME.lower()}　"},
    {
        "ESTDATE": "二〇一〇年一月二日",
        "REGCAP": "１２３４．５",
        "LEREP_CERNO": f"{ANN.lower()}  ",
        "DOMDISTRICT": "黄浦区",
    },
    {
        "ESTDATE": "２０１０－０１－０２",
        "REGCAP": "人民币1234.5万元",
        "ENTNAME": "  上海甲有限公司  ",
        "ENTTYPE": "１１３０",
    },
)
TYPED = CLEAN | {"REGCAP": Decimal("1234.50"), "ESTDATE": date(2010, 1, 2), "S_EXT_TIMESTAMP": datetime(2021, 5, 1, 8)}


def write_csv(path: Path, rows: Rows, encoding: str = "utf-8") -> None:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(CLEAN))
        writer.writeheader()
        writer.writerows(rows)


def write_gb18030(path: Path, rows: Rows) -> None:
    write_csv(path, rows, "gb18030")


def write_marked(path: Path, rows: Rows) -> None:
    write_csv(path, rows, "utf-8-sig")


def write_xlsx(path: Path, rows: Rows) -> None:
    """With two merged titles above the header and two footers below."""
    lines = [list(CLEAN), *(list(row.values()) for row in rows), ["合计", len(rows)], ["制表人：张三"]]
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/m/d"}) as book:
        page = book.add_worksheet()
        for place, title in enumerate(("企业登记信息表", "2021年6月 单位：万元")):
            page.merge_range(place, 0, place, len(CLEAN) - 1, title)
        for place, line in enumerate(lines, 2):
            page.write_row(place, 0, [str(cell) if isinstance(cell, datetime) else cell for cell in line])


def write_parquet(path: Path, rows: Rows) -> None:
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), path)


def write_sqlite(path: Path, rows: Rows) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        names = ", ".join(f'"{name}"' for name in CLEAN)
        database.execute(f"CREATE TABLE enterprises ({names})")
        marks = ", ".join("?" for _ in CLEAN)
        cells = [[cell if isinstance(cell, str) else str(cell) for cell in row.values()] for row in rows]
        database.executemany(f"INSERT INTO enterprises VALUES ({marks})", cells)


def write_geojson(path: Path, rows: Rows) -> None:
    features = [{"type": "Feature", "properties": row, "geometry": None} for row in rows]
    path.write_bytes(orjson.dumps({"type": "FeatureCollection", "features": features}, default=str))


WRITERS: dict[str, tuple[str, Callable[[Path, Rows], None], str | None]] = {
    "GB18030": ("d.csv", write_gb18030, "gb18030"),
    "UTF-8": ("d.csv", write_csv, "utf-8"),
    "UTF-8 with its mark": ("d.csv", write_marked, "utf-8"),
    "xlsx": ("d.xlsx", write_xlsx, None),
    "Parquet": ("d.parquet", write_parquet, None),
    "SQLite": ("d.sqlite", write_sqlite, None),
    "GeoJSON": ("d.geojson", write_geojson, None),
}


def values(model: Model, path: Path) -> list[dict[str, tuple[Value, ...]]]:
    """The values of every row of a delivery, verified as the feed does."""
    dataset = model.datasets["enterprise-registration"]
    with at_hand(path, read_manifest(path), dataset) as (file, manifest):
        verify(file, manifest, dataset)
        batches = list(open_delivery(file, manifest, dataset).batches(100))
    rows = [row for batch in batches for row in check(RowForm(model, dataset), batch, 1, DAY)[0]]
    return [{header: row.cells[header].values for header in MEANT if header in row.cells} for row in rows]


def delivered(folder: Path, form: str, rows: Rows) -> Path:
    name, write, encoding = WRITERS[form]
    path = folder / name
    write(path, rows)
    table = "enterprises" if form == "SQLite" else ""
    write_manifest(
        path, dataset="enterprise-registration", mode="full", as_of=DAY, encoding=encoding, rows=len(rows), table=table
    )
    return path


@pytest.mark.parametrize("form", WRITERS)
def test_every_spelling_means_the_same_in_every_format(model: Model, tmp_path: Path, form: str) -> None:
    rows = [CLEAN | {"OPTO": ""} | changed for changed in SPELLINGS]
    found = values(model, delivered(tmp_path, form, [{name: row.get(name, "") for name in CLEAN} for row in rows]))
    assert len(found) == len(SPELLINGS)
    for cells, changed in zip(found, SPELLINGS, strict=True):
        assert {name: cells.get(name, ()) for name in MEANT} == MEANT, (form, changed)


@pytest.mark.parametrize("form", ["xlsx", "Parquet", "SQLite"])
def test_typed_cells_mean_the_same_as_their_texts(model: Model, tmp_path: Path, form: str) -> None:
    assert {name: cells for name, cells in values(model, delivered(tmp_path, form, [TYPED]))[0].items() if cells} == {
        name: cells for name, cells in MEANT.items() if cells
    }


def test_a_table_of_postgresql_is_fed_recognised_and_fed_again_when_it_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = desk.folder / "enterprises.postgresql"
    path.write_text(json.dumps({"connection": "MARKET"}))
    write_manifest(
        path,
        dataset="enterprise-registration",
        mode="full",
        as_of=DAY,
        encoding=None,
        rows=1,
        table="public.enterprises",
    )
    with postgres() as address, psycopg.connect(address, autocommit=True) as connection:
        monkeypatch.setenv("TWOPAGES_SOURCE_MARKET", address)
        columns = sql.SQL(", ").join(
            sql.SQL("{} {}").format(sql.Identifier(name), _type(cell)) for name, cell in TYPED.items()
        )
        connection.execute(sql.SQL("CREATE TABLE enterprises ({})").format(columns))
        marks = sql.SQL(", ").join([sql.Placeholder()] * len(TYPED))
        connection.execute(sql.SQL("INSERT INTO enterprises VALUES ({})").format(marks), list(TYPED.values()))
        first, again = desk.feed(path), desk.feed(path)
        connection.execute("""UPDATE enterprises SET "ENTNAME" = '上海乙有限公司'""")
        changed = desk.feed(path)
    assert (first.accepted, first.already) == (1, False)
    assert (again.id, again.already) == (first.id, True)
    assert changed.id != first.id
    assert changed.accepted == 1
    rows = desk.store.read(
        "MATCH (e:Entity {id: $id}) RETURN e.caption AS caption", {"id": desk.entity("Enterprise", ACME)}
    )
    assert [row["caption"] for row in rows] == ["上海乙有限公司"]
    files = desk.store.read("MATCH (b:Batch) RETURN DISTINCT b.file AS file")
    assert [row["file"] for row in files] == ["enterprises.postgresql"]


def _type(cell: object) -> sql.SQL:
    kinds = {Decimal: sql.SQL("numeric(18, 2)"), date: sql.SQL("date"), datetime: sql.SQL("timestamp")}
    return kinds.get(type(cell), sql.SQL("text"))
