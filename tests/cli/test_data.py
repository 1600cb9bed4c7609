"""The commands that write deliveries and feed them."""

import json
import shutil
from pathlib import Path

from tests.cli.conftest import Run
from tests.conftest import City


def test_a_made_up_city_is_written_with_its_answer_key(run: Run, tmp_path: Path) -> None:
    result = run("demo-data", "--persons", 40, "--enterprises", 8, "--seed", 5, "--out", tmp_path / "city")
    assert result.exit_code == 0, result.stderr
    assert (tmp_path / "city" / "answer-key.json").exists()
    assert list((tmp_path / "city").glob("*.manifest.json"))


def test_what_was_fed_before_changes_nothing(run: Run, city_home: Path, city: City) -> None:
    result = run("feed", city.folder, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert len(told) == len(city.fed)
    assert all(report["already"] and report["state"] == "loaded" for report in told)
    assert all(
        report["rows"] == report["unchanged"] + report["accepted"] + report["waiting"] + report["quarantined"]
        for report in told
    )


def test_the_counts_of_each_delivery_are_shown(run: Run, city_home: Path, city: City) -> None:
    result = run("feed", city.folder)
    assert result.exit_code == 0
    assert "fed before" in result.stdout
    assert "quarantined" in result.stdout


def test_what_waits_is_told_by_dataset_and_adds_up(run: Run, city_home: Path, city: City) -> None:
    """Whole rows that wait are those that the deliveries counted."""
    told = json.loads(run("waiting", "--json").stdout)["waiting"]
    fed = json.loads(run("feed", city.folder, "--json").stdout)
    rows = {item["dataset"] for item in told if item["rows"]}
    assert rows == {report["dataset"] for report in fed if report["waiting"]} and rows
    table = run("waiting")
    assert table.exit_code == 0 and all(dataset in table.stdout for dataset in rows)


def test_a_refused_delivery_is_told_and_ends_with_exit_code_4(
    run: Run, city_home: Path, city: City, tmp_path: Path
) -> None:
    manifest = next(city.folder.glob("*.manifest.json"))
    delivery = manifest.with_name(manifest.name.removesuffix(".manifest.json"))
    shutil.copy(manifest, tmp_path)
    (tmp_path / delivery.name).write_bytes(delivery.read_bytes()[:-10])
    result = run("feed", tmp_path)
    assert result.exit_code == 4
    assert f"refused: {delivery.name}" in result.stderr
    assert json.loads(run("feed", tmp_path, "--json").stdout)[0]["file"] == delivery.name


def test_feeding_without_a_key_ring_is_refused(run: Run, home: Path, tmp_path: Path) -> None:
    result = run("feed", tmp_path)
    assert result.exit_code == 6
    assert "There is no key ring" in result.stderr
