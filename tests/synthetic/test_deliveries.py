"""Deliveries as files: formats, manifests, the same bytes, and the next round."""

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
from twopages.synthetic.answer_key import STATES
from twopages.synthetic.offices import known
from twopages.synthetic.staging import Stager
from twopages.synthetic.tables import read
from twopages.synthetic.writing import ENDINGS, Writer
from twopages.values import clean


def digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_makes_the_same_bytes_in_another_process(
    written: Written, changed: Written, elsewhere: Path
) -> None:
    """Whatever the hash seed and the number of threads there; the key of the first round is of a sample there."""
    for here, there, own in (
        (written.folder, elsewhere / "first", {"answer-key.json"}),
        (changed.folder, elsewhere / "next", set()),
    ):
        found, again = digests(here), digests(there)
        assert {name for name in found.keys() | again.keys() if found.get(name) != again.get(name)} == own
    assert len(digests(written.folder)) == 2 * len(known()) + 1


def test_every_data_set_is_delivered_in_its_format_and_fits_its_manifest(model: Model, written: Written) -> None:
    found = deliveries(written.folder)
    told = {manifest.dataset for _, manifest in found if isinstance(manifest, Manifest)}
    assert told == set(model.datasets) == known()
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


@pytest.mark.full
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
    assert report.deliveries["enterprise-registration"].rows == enterprises
    assert all(delivered.rows for delivered in report.deliveries.values())
    for path, manifest in deliveries(tmp_path):
        assert isinstance(manifest, Manifest) and verify(path, manifest, model.datasets[manifest.dataset]) == ()
    if persons == 1:
        write_city(model, tmp_path / "other", persons=persons, enterprises=enterprises, seed=3)
        assert not set(digests(tmp_path / "other").values()) & {
            sha256(path.read_bytes()).hexdigest() for path in tmp_path.glob("*.*")
        }


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
    assert modes["enterprise-shareholder"] == "changes" and modes["electricity-consumption"] == "full"
    for name, delivered in changed.report.deliveries.items():
        before = written.report.deliveries[name].rows
        assert delivered.rows < before / 3 if delivered.mode == "changes" else delivered.rows >= before * 0.9 - 1
        assert read_manifest(changed.folder / delivered.file).as_of == "2021-07-31"


def test_changes_say_what_happens_to_each_row(written: Written, changed: Written) -> None:
    before = {row["INVID"]: row for row in rows_of(written, "enterprise-shareholder")}
    after = rows_of(changed, "enterprise-shareholder")
    assert {row["OPFLAG"] for row in before.values()} == {"I"} and after
    for row in after:
        assert (row["INVID"] in before) == (row["OPFLAG"] in "UD")
        if row["OPFLAG"] == "U":
            moved = {header for header in row if row[header] != before[row["INVID"]][header]}
            assert moved == {"OPFLAG", "SUBCONAM"}


def test_full_deliveries_leave_out_what_is_gone_and_bring_what_was_late(
    model: Model, written: Written, changed: Written
) -> None:
    rows, gone, late = 0, 0, 0
    for name, delivered in changed.report.deliveries.items():
        dataset = model.datasets[name]
        if delivered.mode == "full" and delivered.file.endswith(".csv") and not dataset.registers:
            before, after = (
                {tuple(row[header] for header in dataset.key_columns) for row in rows_of(side, name)}
                for side in (written, changed)
            )
            rows, gone, late = rows + len(before), gone + len(before - after), late + len(after - before)
            assert changed.key["datasets"][name]["retired"] <= len(before - after)
    assert rows > 900
    assert gone / rows == pytest.approx(0.01, abs=0.006)
    assert late / rows == pytest.approx(0.005, abs=0.004)
    assert sum(facts["retired"] for facts in changed.key["datasets"].values()) > 0


def test_some_deliveries_come_out_of_order(changed: Written) -> None:
    late = changed.key["belated"]
    assert late
    for facts in late.values():
        manifest = read_manifest(changed.folder / facts["file"])
        assert (manifest.as_of, manifest.mode, manifest.rows) == ("2021-06-15", "changes", facts["rows"])
        assert facts["unchanged"] == 0 and sum(facts[state] for state in STATES) == facts["rows"]


def test_the_key_of_the_next_round_is_that_of_both(written: Written, changed: Written) -> None:
    before, after = (side.key["entities"]["Person"] for side in (written, changed))
    assert set(before) <= set(after)
    moved = [key for key, facts in after.items() if key in before and facts["values"] != before[key]["values"]]
    assert 0 < len(moved) < len(after) / 5
    full = [facts for facts in changed.key["datasets"].values() if facts["mode"] == "full"]
    assert sum(facts["unchanged"] for facts in full) > sum(facts["accepted"] for facts in full) > 0
    told = changed.key["datasets"]["social-insurance-person"]
    assert told["unchanged"] == 0 < told["accepted"]
