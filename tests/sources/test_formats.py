"""Every format gives the same text columns."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path

import psutil
import pyarrow as pa
import pytest

from tests.sources.build import (
    HEADERS,
    ROWS,
    dataset,
    manifest_for,
    opened,
    read,
    write_csv,
    write_geojson,
    write_parquet,
    write_sqlite,
    write_titled,
    write_xlsx,
)
from twopages.sources import open_delivery, verify
from twopages.values import Recipe

WRITERS: dict[str, Callable[[Path], Path]] = {
    ".csv": write_csv,
    ".xlsx": write_xlsx,
    ".parquet": write_parquet,
    ".sqlite": write_sqlite,
    ".db": write_sqlite,
    ".geojson": write_geojson,
}


@pytest.mark.parametrize("suffix", WRITERS)
def test_all_formats_give_the_same_rows(tmp_path: Path, suffix: str) -> None:
    path = WRITERS[suffix](tmp_path / f"d{suffix}")
    delivery = opened(path)
    assert verify(path, delivery.manifest, dataset()) == ()
    assert delivery.headers() == HEADERS
    assert read(delivery) == list(ROWS)
    assert read(delivery) == list(ROWS)


@pytest.mark.parametrize("suffix", WRITERS)
def test_batches_have_exactly_the_rows_asked_for(tmp_path: Path, suffix: str) -> None:
    delivery = opened(WRITERS[suffix](tmp_path / f"d{suffix}"))
    assert [batch.num_rows for batch in delivery.batches(2)] == [2, 1]
    assert read(delivery, 2) == list(ROWS)


@pytest.mark.parametrize(("encoding", "declared"), [("gb18030", "gb18030"), ("utf-8", "utf-8"), ("utf-8-sig", "utf-8")])
def test_csv_in_each_encoding(tmp_path: Path, encoding: str, declared: str) -> None:
    rows = (("1", "𠮷田〓", "㐂"), ("2", " 全角　 ", "NULL"), ("3", "NaN", "00123"))
    path = write_csv(tmp_path / "d.csv", rows, encoding=encoding)
    delivery = opened(path, encoding=declared)
    assert verify(path, delivery.manifest, dataset()) == ()
    assert read(delivery) == list(rows)


def test_csv_with_carriage_returns_blank_lines_and_no_last_line_feed(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_bytes('编号,姓名,居(村)委会\r\n1,a,b\r\n\r\n2,"c\r\nd",e'.encode())
    assert read(opened(tmp_path / "d.csv")) == [("1", "a", "b"), ("2", "c\r\nd", "e")]


def test_headers_are_recognised_whatever_their_width_and_put_as_the_ontology_has_them(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv", headers=(" 编号", "姓名", "居（村）委会"))
    delivery = opened(path)
    assert verify(path, delivery.manifest, dataset()) == ()
    assert delivery.headers() == HEADERS


def test_columns_may_come_in_any_order_with_others_between_and_optional_ones_missing(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv", [("x", "张三", "1")], headers=("备注", "姓名", "编号"))
    delivery = opened(path, "编号", "姓名", optional=("电话",), rows=1)
    notes = verify(path, delivery.manifest, dataset("编号", "姓名", optional=("电话",)))
    assert notes == ("column '备注' is not known and not loaded", "column '电话' is not delivered")
    assert delivery.headers() == ("姓名", "编号")
    assert read(delivery) == [("张三", "1")]


def test_cells_of_a_workbook_become_plain_text(tmp_path: Path) -> None:
    rows = [
        (12.0, 0.125, date(2020, 1, 2)),
        ("", "", ""),
        (True, 13800138000, datetime(2020, 1, 2, 3, 4, 5)),
        (" 001 ", 1e20, "2020/1/2"),
    ]
    delivery = opened(write_xlsx(tmp_path / "d.xlsx", rows))
    assert read(delivery) == [
        ("12", "0.125", "2020-01-02"),
        ("1", "13800138000", "2020-01-02 03:04:05"),
        (" 001 ", "100000000000000000000", "2020/1/2"),
    ]


def test_a_workbook_may_name_its_sheet(tmp_path: Path) -> None:
    assert read(opened(write_xlsx(tmp_path / "d.xlsx", sheet="明细"), table="明细")) == list(ROWS)


def test_empty_headers_at_the_end_of_a_workbook_do_not_count(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "d.xlsx", [("1", "a", "b", "c")], headers=(*HEADERS, " "))
    assert read(opened(path, rows=1)) == [("1", "a", "b")]


@pytest.mark.parametrize("titles", [(), ("表一",), ("表一", "制表单位: 某某局"), ("一", "二", "三")])
def test_titles_above_the_header_of_a_workbook_do_not_count(tmp_path: Path, titles: tuple[str, ...]) -> None:
    path = write_titled(tmp_path / "d.xlsx", titles)
    delivery = opened(path)
    assert verify(path, delivery.manifest, dataset()) == ()
    assert delivery.headers() == HEADERS
    assert read(delivery) == list(ROWS)


def test_footers_of_a_workbook_are_left_out_and_told(tmp_path: Path) -> None:
    path = write_titled(tmp_path / "d.xlsx", footers=[("合计", "", ""), ("制表人：张三", "", ""), ("", "共3条", "")])
    delivery = opened(path, "编号", "居(村)委会", optional=("姓名",))
    notes = verify(path, delivery.manifest, dataset("编号", "居(村)委会", optional=("姓名",)))
    assert notes == ("3 rows below the table are footers and not loaded (合计, 制表人:张三, 共3条)",)
    assert [row[0] for row in read(delivery)] == ["1", "2", "3"]


def test_what_looks_like_a_footer_amid_the_rows_is_a_row(tmp_path: Path) -> None:
    rows = [("小计", "", ""), ("1", "a", "b"), ("合计", "c", "d"), ("注销", "", "")]
    path = write_xlsx(tmp_path / "d.xlsx", rows)
    assert [row[0] for row in read(opened(path, rows=4))] == ["小计", "1", "合计", "注销"]


def test_features_of_geojson_are_rows_with_their_geometry(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [121.47, 31.23]}
    river = {"名称": "苏州河", "宽": 12.50, "别名": ["吴淞江", "a"], "在用": True}
    features: list[dict[str, object]] = [
        {
            "type": "Feature",
            "id": 7,
            "properties": river,
            "geometry": point,
        },
        {"type": "Feature", "properties": {"编号": "x", "其他": {"a": 1}}, "geometry": None},
    ]
    path = write_geojson(tmp_path / "d.geojson", features)
    told = opened(path, "名称", "宽", "别名", "在用", "编号", "其他", "id", "geometry", rows=2)
    geometry = '{"type":"Point","coordinates":[121.47,31.23]}'
    assert read(told) == [
        ("苏州河", "12.5", "吴淞江;a", "1", "", "", "7", geometry),
        ("", "", "", "", "x", '{"a":1}', "", ""),
    ]


def test_the_geometry_of_geojson_stands_under_the_header_of_that_kind(tmp_path: Path) -> None:
    told = dataset("名称", "位置")
    place = replace(told.columns[1], recipe=Recipe("geometry"))
    path = write_geojson(
        tmp_path / "d.geojson",
        [{"type": "Feature", "properties": {"名称": "甲"}, "geometry": {"type": "Point", "coordinates": [121, 31]}}],
    )
    delivery = open_delivery(path, manifest_for(path, rows=1), replace(told, columns=(told.columns[0], place)))
    assert read(delivery) == [("甲", '{"type":"Point","coordinates":[121,31]}')]


def test_typed_columns_of_parquet_become_plain_text(tmp_path: Path) -> None:
    noon = datetime(2020, 1, 2, 12, 0, 0)
    columns = {
        "整数": pa.array([12, None]),
        "小数": pa.array([12.0, float("nan")]),
        "金额": pa.array([Decimal("12.50"), None]),
        "日期": pa.array([date(2020, 1, 2), None]),
        "时刻": pa.array([noon, None], pa.timestamp("ns")),
        "世界时": pa.array([noon.replace(tzinfo=UTC), None]),
        "布尔": pa.array([True, False]),
        "字典": pa.array(["甲", None]).dictionary_encode(),
        "大字符串": pa.array(["乙", None], pa.large_string()),
        "字节": pa.array(["丙".encode(), None]),
        "钟点": pa.array([time(10, 20), None]),
        "时长": pa.array([timedelta(hours=1), None]),
        "多值": pa.array([["甲", "乙"], None]),
        "多日": pa.array([[date(2020, 1, 2), date(2020, 1, 3)], []]),
    }
    path = write_parquet(tmp_path / "d.parquet", columns)
    first, second = read(opened(path, *columns, rows=2))
    assert first == (
        "12", "12", "12.5", "2020-01-02", "2020-01-02 12:00:00", "2020-01-02 20:00:00", "1", "甲", "乙", "丙", "10:20:00", "1:00:00",
        "甲;乙", "2020-01-02;2020-01-03",
    )  # fmt: skip
    assert second == ("", "", "", "", "", "", "0", "", "", "", "", "", "", "")


def test_values_of_a_database_become_plain_text(tmp_path: Path) -> None:
    path = write_sqlite(tmp_path / "d.sqlite", [(1, 2.0, None), (2**60, 0.1, b"\xe4\xb8\x99"), ("3", 1e-7, "")])
    assert read(opened(path)) == [("1", "2", ""), (str(2**60), "0.1", "丙"), ("3", "0.0000001", "")]


def test_a_database_may_be_given_by_its_address_and_is_never_written(tmp_path: Path) -> None:
    path = write_sqlite(tmp_path / "库 1.db", table='odd "table"')
    manifest = manifest_for(path, table='odd "table"')
    before = path.read_bytes(), sorted(tmp_path.iterdir())
    assert verify(f"sqlite://{path}", manifest, dataset()) == ()
    assert read(open_delivery(f"sqlite://{path}", manifest, dataset())) == list(ROWS)
    assert before == (path.read_bytes(), sorted(tmp_path.iterdir()))


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".sqlite"])
def test_memory_stays_small_whatever_the_size(tmp_path: Path, suffix: str) -> None:
    """In a process of its own: what one with a history has at hand already, or gives back late, says nothing of the reading."""
    path = _large(tmp_path / f"d{suffix}")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seen, arrow, grown = pool.submit(_read_all, path, "gb18030" if suffix == ".csv" else None).result()
    path.unlink()
    assert seen == 200_000
    assert arrow < 80 * 2**20
    assert grown < 150 * 2**20


def _read_all(path: Path, encoding: str | None) -> tuple[int, int, int]:
    """Rows read, the most bytes that Arrow held, and by how many the memory of the process grew."""
    manifest = manifest_for(path, rows=200_000, encoding=encoding)
    before, arrow = psutil.Process().memory_info().rss, pa.total_allocated_bytes()
    assert verify(path, manifest, dataset()) == ()
    seen = highest = 0
    for batch in open_delivery(path, manifest, dataset()).batches(2000):
        seen += batch.num_rows
        highest = max(highest, pa.total_allocated_bytes() - arrow)
    return seen, highest, psutil.Process().memory_info().rss - before


def _large(path: Path) -> Path:
    rows = [(str(number), f"张三{number}", "上海市黄浦区南京东路一百弄三号三〇一室" * 16) for number in range(200_000)]
    if path.suffix == ".parquet":
        return write_parquet(
            path, {header: pa.array([row[place] for row in rows]) for place, header in enumerate(HEADERS)}
        )
    return write_csv(path, rows, encoding="gb18030") if path.suffix == ".csv" else write_sqlite(path, rows)


@pytest.mark.parametrize("suffix", WRITERS)
def test_no_file_stays_open(tmp_path: Path, suffix: str) -> None:
    path = WRITERS[suffix](tmp_path / f"d{suffix}")
    delivery = opened(path)
    begun = delivery.batches(1)
    next(begun)
    del begun  # as one who stops in the middle
    assert read(delivery) == list(ROWS)
    verify(path, delivery.manifest, dataset())
    assert str(path) not in {item.path for item in psutil.Process().open_files()}
