"""A delivery that is not what it should be is refused whole, in one line that names what, where and how to mend it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.sources.build import (
    HEADERS,
    dataset,
    manifest_for,
    opened,
    read,
    write_csv,
    write_parquet,
    write_sqlite,
    write_xlsx,
)
from twopages.errors import DeliveryError
from twopages.sources import Manifest, deliveries, manifest_path, open_delivery, read_manifest, verify, write_manifest

SECRET = "11010519491231002X"  # stands in cells; no message may repeat it


def refused(path: Path, **options: Any) -> str:
    """What is said about a delivery that fails its verification."""
    with pytest.raises(DeliveryError) as caught:
        verify(path, manifest_for(path, **options), dataset())
    message = str(caught.value)
    assert message.startswith(f"{path.name}: ")
    assert SECRET not in message
    assert "\n" not in message
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return message


def raw(path: Path, content: bytes | str) -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_checksum_that_differs(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv")
    manifest = manifest_for(path)
    path.write_bytes(path.read_bytes() + b"4,a,b\n")
    with pytest.raises(DeliveryError, match=r"d\.csv: its SHA-256 .* Deliver the file again"):
        verify(path, manifest, dataset())


def test_a_file_without_anything(tmp_path: Path) -> None:
    assert "it is empty" in refused(raw(tmp_path / "d.csv", b""), rows=0)


WRITERS: dict[str, Callable[..., Path]] = {".csv": write_csv, ".xlsx": write_xlsx, ".sqlite": write_sqlite}


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_header_without_rows(tmp_path: Path, suffix: str) -> None:
    assert "a header and no rows" in refused(WRITERS[suffix](tmp_path / f"d{suffix}", []), rows=0)


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_number_of_rows_that_differs(tmp_path: Path, suffix: str) -> None:
    message = refused(WRITERS[suffix](tmp_path / f"d{suffix}"), rows=4)
    assert "it has 3 rows and its manifest says 4" in message


@pytest.mark.parametrize("suffix", WRITERS)
def test_required_columns_that_are_missing_are_all_named(tmp_path: Path, suffix: str) -> None:
    path = WRITERS[suffix](tmp_path / f"d{suffix}", [("1",)], headers=("编号",))
    assert "lacks the required columns 姓名, 居(村)委会" in refused(path, rows=1)


def test_a_file_read_in_a_wrong_encoding_lacks_its_columns(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv", [("1", "a", "b")], headers=("编号", "姓名", "居(村)委会"), encoding="utf-8")
    message = refused(path, rows=1, encoding="gb18030")
    assert "gb18030" in message or "right encoding" in message


def test_columns_that_cannot_be_told_apart(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv", [("1", "a", "b", "c", "d")], headers=(*HEADERS, "姓名 ", ""))
    assert "cannot be told apart: 姓名, (no name)" in refused(path, rows=1)


@pytest.mark.parametrize(
    ("encoding", "bad"),
    [("utf-8", b"\xff"), ("utf-8", b"\xe5\xbc"), ("gb18030", b"\xff\xff"), ("gb18030", b"\x81")],
)
@pytest.mark.parametrize("before", [0, 600_000])
def test_bytes_outside_the_encoding_are_found(tmp_path: Path, encoding: str, bad: bytes, before: int) -> None:
    start = "编号,姓名,居(村)委会\n".encode(encoding) + "1,张三,甲居委\n".encode(encoding) * before + b"2,"
    path = raw(tmp_path / "d.csv", start + bad + b"\n,x\n")
    message = refused(path, rows=before + 1, encoding=encoding)
    assert f"line {before + 2} is not {encoding} (byte {len(start)} of the file)" in message


def test_a_character_cut_off_at_the_end_is_found(tmp_path: Path) -> None:
    path = raw(tmp_path / "d.csv", "编号,姓名,居(村)委会\n1,a,张".encode()[:-1])
    assert "line 2 is not utf-8" in refused(path, rows=1)


@pytest.mark.parametrize(("row", "columns"), [(f"2,{SECRET}", 2), (f"2,{SECRET},c,d", 4)])
@pytest.mark.parametrize("before", [0, 300_000])
def test_a_row_that_does_not_fit_the_header_is_named(tmp_path: Path, row: str, columns: int, before: int) -> None:
    path = raw(tmp_path / "d.csv", "编号,姓名,居(村)委会\n\n" + '1,"a\nb",c\n' * (before + 1) + f"{row}\n3,e,f\n")
    message = refused(path, rows=before + 3)
    assert f"row {before + 2} (line {2 * before + 5}) has {columns} columns where the header has 3" in message


def test_a_quotation_mark_that_is_not_closed(tmp_path: Path) -> None:
    path = raw(tmp_path / "d.csv", f'编号,姓名,居(村)委会\n1,a,b\n2,"{SECRET},d\n3,e,f\n')
    assert "row 2 (line 3) has 2 columns" in refused(path, rows=3)


def test_the_row_alone_is_named_where_its_line_cannot_be_told(tmp_path: Path) -> None:
    path = raw(tmp_path / "d.csv", f"编号,姓名,居(村)委会\n1,{'x' * 200_000},b\n2\n")
    assert "row 2 has 1 columns" in refused(path, rows=2)


def test_a_row_of_many_megabytes(tmp_path: Path) -> None:
    path = raw(tmp_path / "d.csv", f'编号,姓名,居(村)委会\n1,"{SECRET}' + "x" * 9_000_000 + '",b\n')
    assert "longer than 1 MiB" in refused(path, rows=1)


def test_a_delivery_that_changes_after_its_verification_is_still_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv")
    delivery = opened(path)
    raw(path, "编号,姓名,居(村)委会\n1,a\n")
    with pytest.raises(DeliveryError, match="row 1"):
        read(delivery)
    raw(path, "编号,姓名,居(村)委会\n1,a,".encode() + b"\xff\n")
    with pytest.raises(DeliveryError, match="cannot be read as CSV"):
        read(delivery)


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("d.xlsx", "an Excel workbook"),
        ("d.parquet", "Parquet"),
        ("d.geojson", "a GeoJSON FeatureCollection"),
        ("d.sqlite", "an SQLite database with the table 't'"),
    ],
)
def test_a_file_that_is_something_else(tmp_path: Path, name: str, what: str) -> None:
    assert f"it cannot be read as {what}" in refused(raw(tmp_path / name, SECRET * 100))


def test_a_damaged_parquet_file(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "d.parquet")
    content = bytearray(path.read_bytes())
    content[4:60] = b"\x00" * 56
    assert "it cannot be read as Parquet" in refused(raw(path, bytes(content)))


def test_a_table_or_sheet_that_is_not_there(tmp_path: Path) -> None:
    assert "the table 'other'" in refused(write_sqlite(tmp_path / "d.db"), table="other")
    assert "it has no sheet 'other'" in refused(write_xlsx(tmp_path / "d.xlsx"), table="other")


def test_text_in_a_database_that_is_not_utf_8(tmp_path: Path) -> None:
    path = write_sqlite(tmp_path / "d.db", [("1", "a", "b")])
    content = path.read_bytes().replace(b"1ab", b"1\xffb")
    assert "cannot be read as an SQLite database" in refused(raw(path, content), rows=1)


def test_a_manifest_that_lacks_what_its_format_needs(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "d.csv")
    manifest = write_manifest(path, dataset="register", mode="full", as_of="2024-06-30", encoding=None, rows=3)
    with pytest.raises(DeliveryError, match=r"d\.csv: its manifest names no encoding"):
        verify(path, manifest, dataset())
    path = write_sqlite(tmp_path / "d.db")
    manifest = write_manifest(path, dataset="register", mode="full", as_of="2024-06-30", encoding=None, rows=3)
    with pytest.raises(DeliveryError, match=r"d\.db: its manifest names no table"):
        verify(path, manifest, dataset())


def test_files_of_another_kind_missing_ones_and_other_datasets(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="files of this kind are not read"):
        opened(raw(tmp_path / "d.txt", "x"))
    manifest = manifest_for(write_csv(tmp_path / "d.csv"))
    with pytest.raises(DeliveryError, match="no such file"):
        open_delivery(tmp_path / "e.csv", manifest, dataset())
    other = Manifest("other", "full", "2024-06-30", "utf-8", 3, manifest.sha256)
    with pytest.raises(DeliveryError, match="read as register and its manifest says other"):
        verify(tmp_path / "d.csv", other, dataset())


GOOD: dict[str, object] = {
    "dataset": "d",
    "mode": "full",
    "asOf": "2024-06-30",
    "encoding": "UTF-8",
    "rows": 1,
    "sha256": "A" * 64,
}


def test_a_manifest_is_read(tmp_path: Path) -> None:
    manifest_path(tmp_path / "d.csv").write_text(json.dumps({**GOOD, "table": "t"}), encoding="utf-8-sig")
    assert read_manifest(tmp_path / "d.csv") == Manifest("d", "full", "2024-06-30", "utf-8", 1, "a" * 64, "t")
    assert read_manifest(f"sqlite://{tmp_path}/d.csv").table == "t"


def test_what_is_written_is_read(tmp_path: Path) -> None:
    written = manifest_for(write_sqlite(tmp_path / "d.db"))
    assert read_manifest(tmp_path / "d.db") == written
    assert list(json.loads((tmp_path / "d.db.manifest.json").read_text()))[:3] == ["dataset", "mode", "asOf"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"dataset": ""}, "dataset is not the id of one"),
        ({"dataset": 7}, "dataset is not the id of one"),
        ({"mode": "delta"}, "mode is neither"),
        ({"mode": []}, "mode is neither"),
        ({"asOf": "2024-02-30"}, "asOf is not a day"),
        ({"asOf": "20240230"}, "asOf is not a day"),
        ({"asOf": 20240630}, "asOf is not a day"),
        ({"encoding": "gbk"}, "encoding is neither"),
        ({"rows": "1"}, "rows is not a whole number"),
        ({"rows": True}, "rows is not a whole number"),
        ({"rows": -1}, "rows is not a whole number"),
        ({"sha256": "abc"}, "sha256 is not 64"),
        ({"table": ""}, "table is not a name"),
        ({"note": "x", "Rows": 1}, "it has the unknown Rows, note"),
        ({"mode": "x", "rows": None}, "mode is neither .*; rows is not"),
    ],
)
def test_every_mistake_of_a_manifest_is_named(tmp_path: Path, change: dict[str, object], said: str) -> None:
    manifest_path(tmp_path / "d.csv").write_text(json.dumps({**GOOD, **change}))
    with pytest.raises(DeliveryError, match=rf"d\.csv\.manifest\.json: .*{said}.*Correct the manifest"):
        read_manifest(tmp_path / "d.csv")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"dataset": "d",\n oops', "not JSON in UTF-8 (line 2)"),
        ("[]", "it is not a JSON object"),
        ('{"dataset": "d", "rows": 1}', "it lacks asOf, encoding, mode, sha256"),
        (b"\xff\xfe", "not JSON in UTF-8"),
    ],
)
def test_what_is_no_manifest(tmp_path: Path, content: str | bytes, said: str) -> None:
    raw(manifest_path(tmp_path / "d.csv"), content)
    with pytest.raises(DeliveryError, match=re.escape(said)):
        read_manifest(tmp_path / "d.csv")


def test_the_deliveries_of_a_folder_come_by_day_dataset_and_name(tmp_path: Path) -> None:
    for name, day, target in [
        ("z.csv", "2024-01-01", "b"),
        ("b.csv", "2024-01-02", "a"),
        ("a.csv", "2024-01-02", "a"),
        ("y.csv", "2024-01-01", "a"),
    ]:
        write_manifest(write_csv(tmp_path / name), dataset=target, mode="full", as_of=day, encoding="utf-8", rows=3)
    write_csv(tmp_path / "no-manifest.CSV")
    raw(tmp_path / "gone.csv.manifest.json", json.dumps(GOOD))
    raw(tmp_path / "readme.md", "x")
    raw(tmp_path / ".hidden.csv", "x")
    raw(tmp_path / "~$open.xlsx", "x")
    (tmp_path / "folder.csv").mkdir()
    found = deliveries(tmp_path)
    assert [path.name for path, _ in found] == ["no-manifest.CSV", "y.csv", "z.csv", "a.csv", "b.csv", "gone.csv"]
    assert isinstance(found[0][1], DeliveryError)
    assert "Put no-manifest.CSV.manifest.json beside it" in str(found[0][1])
    with pytest.raises(DeliveryError, match="There is no folder"):
        deliveries(tmp_path / "nowhere")
