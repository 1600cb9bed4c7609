"""Deliveries as files: formats, manifests, the same bytes, and the next round."""

import os
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb
import orjson
import pytest
from python_calamine import CalamineWorkbook

from tests.synthetic.conftest import ENTERPRISES, FIRST, PERSONS, SEED, Written, rows_of
from twopages.ontology.model import Model
from twopages.sources import deliveries, open_delivery, read_manifest, verify
from twopages.sources.manifest import Manifest
from twopages.synthetic import Dirt, write_changes, write_city
from twopages.synthetic.offices import known
from twopages.synthetic.staging import Stager
from twopages.synthetic.tables import read
from twopages.synthetic.writing import ENDINGS, Writer
from twopages.values import clean

SCRIPT = """
import sys
from pathlib import Path
from twopages.ontology import load_model
from twopages.settings import Settings
from twopages.synthetic import write_changes, write_city
model, out = load_model(Settings().ontology), Path(sys.argv[1])
for write, name in ((write_city, "first"), (write_changes, "next")):
    write(model, out / name, persons=60, enterprises=12, seed=4)
"""


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_makes_the_same_bytes_in_another_process(model: Model, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / "one")], env=environment, check=True)
    for write, name in ((write_city, "first"), (write_changes, "next")):
        write(model, tmp_path / "two" / name, persons=60, enterprises=12, seed=4)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert len(digests(tmp_path / "one")) > 60


def test_another_seed_makes_another_city(model: Model, tmp_path: Path) -> None:
    for seed in (1, 2):
        write_city(model, tmp_path / str(seed), persons=20, enterprises=5, seed=seed)
    first, second = (digests(tmp_path / str(seed)) for seed in (1, 2))
    assert not set(first.values()) & set(second.values())


def test_every_data_set_is_delivered_in_its_format_and_fits_its_manifest(model: Model, written: Written) -> None:
    found = deliveries(written.folder)
    told = {manifest.dataset for _, manifest in found if isinstance(manifest, Manifest)}
    assert told <= known() and len(told) > 0.9 * len(known())
    for path, manifest in found:
        assert isinstance(manifest, Manifest)
        dataset = model.datasets[manifest.dataset]
        assert path.suffix == f".{ENDINGS[dataset.format]}" and manifest.as_of == "2021-06-30"
        assert verify(path, manifest, dataset) == ()
        assert written.report.deliveries[dataset.id].rows == manifest.rows


def test_cells_come_out_as_they_were_put_in(model: Model, written: Written) -> None:
    path = written.folder / "housing-fund-person-20210630.sqlite"
    opened = open_delivery(path, read_manifest(path), model.datasets["housing-fund-person"])
    rows = [row for batch in opened.batches(1000) for row in batch.to_pylist()]
    assert all(row["余额"].isdigit() and row["更新时间"].startswith("202") for row in rows)
    path = written.folder / "electricity-consumption-20210630.parquet"
    opened = open_delivery(path, read_manifest(path), model.datasets["electricity-consumption"])
    assert all(float(row["本期电量"]) > 0 for batch in opened.batches(1000) for row in batch.to_pylist())


def test_a_workbook_holds_titles_and_days_as_days_and_as_text(
    model: Model, database: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    dataset = model.datasets["veteran-registration"]
    stage = Stager(database, model, Dirt.none(), FIRST).stage(dataset, meant=True)
    with Writer(tmp_path, database) as writer:
        writer.write(stage, FIRST, "full")
    path, written = tmp_path / writer.written[0].file, read(database, stage, FIRST).table.cells["退役日期"]
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    place = [column.header for column in dataset.columns].index("退役日期")
    assert {type(row[place]) for row in rows[dataset.title_rows + 1 :]} == {str, date}
    opened = open_delivery(path, read_manifest(path), dataset)
    days = [row["退役日期"] for batch in opened.batches(1000) for row in batch.to_pylist()]
    recipe = dataset.column("退役日期").recipe
    assert [clean(recipe, cell, "2021-06-30").values[0] for cell in days] == written.means.tolist()
    assert len(days) > 5


def test_any_number_of_threads_makes_the_same_bytes(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for threads in (1, 4):
        monkeypatch.setattr("twopages.synthetic.world.THREADS", threads)
        write_city(model, tmp_path / str(threads), persons=3_000, enterprises=300, seed=9)
    assert digests(tmp_path / "1") == digests(tmp_path / "4")


@pytest.mark.parametrize(("persons", "enterprises"), [(1, 1), (3, 20), (20, 2)])
def test_the_smallest_cities_can_be_made(model: Model, tmp_path: Path, persons: int, enterprises: int) -> None:
    report = write_city(model, tmp_path, persons=persons, enterprises=enterprises, seed=2)
    assert report.deliveries["enterprise-registration"].rows >= enterprises * 0.9
    assert all(delivered.rows for delivered in report.deliveries.values())


def test_there_is_somebody_to_show(written: Written) -> None:
    demo = {one.role: one for one in written.report.demo}
    assert set(demo) == {"legal-representative", "retired", "from-elsewhere", "from-abroad", "long-name", "sparse"}
    rich = demo["legal-representative"]
    assert rich.enterprise in written.key["entities"]["Enterprise"] and rich.enterprise_name and rich.name
    persons = written.key["entities"]["Person"]
    assert len(persons[rich.key]["values"]) >= 40
    assert len(persons[demo["sparse"].key]["values"]) < 20


@pytest.fixture(scope="session")
def changed(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("changed")
    report = write_changes(model, folder, persons=PERSONS, enterprises=ENTERPRISES, seed=SEED)
    return Written(folder, report, orjson.loads(report.answer_key.read_bytes()))


def test_the_next_round_comes_as_changes_or_in_full(written: Written, changed: Written) -> None:
    modes = {name: delivered.mode for name, delivered in changed.report.deliveries.items()}
    assert modes["enterprise-shareholder"] == "changes" and modes["enterprise-registration"] == "full"
    for name, delivered in changed.report.deliveries.items():
        before = written.report.deliveries[name].rows
        assert delivered.rows < max(3, before / 3) if delivered.mode == "changes" else delivered.rows > before * 0.8
        assert read_manifest(changed.folder / delivered.file).as_of == "2021-07-31"


def test_changes_say_what_happens_to_each_row(written: Written, changed: Written) -> None:
    before = {row["INVID"]: row for row in rows_of(written, "enterprise-shareholder")}
    after = rows_of(changed, "enterprise-shareholder")
    assert {row["OPFLAG"] for row in before.values()} == {"I"} and after
    for row in after:
        assert (row["INVID"] in before) == (row["OPFLAG"] in "UD")
        if row["OPFLAG"] == "U":
            moved = {header for header in row if row[header] != before[row["INVID"]][header]}
            assert "OPFLAG" in moved and len(moved) == 2


def test_some_deliveries_come_out_of_order(changed: Written) -> None:
    late = changed.key["belated"]
    assert late and all(facts["day"] == "2021-06-15" and facts["mode"] == "changes" for facts in late.values())
    for facts in late.values():
        assert read_manifest(changed.folder / facts["file"]).as_of == "2021-06-15"
        assert (
            facts["unchanged"] == 0
            and sum(facts[state] for state in ("accepted", "waiting", "quarantined", "uncertain")) == facts["rows"]
        )


def test_the_key_of_the_next_round_is_that_of_both(written: Written, changed: Written) -> None:
    before, after = (side.key["entities"]["Person"] for side in (written, changed))
    assert set(before) <= set(after)
    moved = [key for key, facts in after.items() if key in before and facts["values"] != before[key]["values"]]
    assert 0 < len(moved) < len(after) / 5
    facts = changed.key["datasets"]["social-insurance-person"]
    assert facts["unchanged"] > facts["accepted"] > 0
