"""The commands for stewards."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from twopages.ontology.model import Model
from twopages.settings import PROJECT


def test_a_sound_ontology_is_counted(run: Run, model: Model) -> None:
    result = run("ontology", "check", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["digest"], told["datasets"]) == (0, model.digest, len(model.datasets))
    assert f"{len(model.attributes)} attributes" in run("ontology", "check").stdout


def test_a_mistake_ends_with_its_place_and_exit_code_3(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(PROJECT / "ontology", folder)
    (folder / "broken.ttl").write_text("this is no Turtle", "utf-8")
    monkeypatch.setenv("TWOPAGES_ONTOLOGY", str(folder))
    result = run("ontology", "check")
    assert result.exit_code == 3
    assert "broken.ttl" in result.stderr


def test_the_dictionary_can_be_written_to_a_file(run: Run, model: Model, tmp_path: Path) -> None:
    out = tmp_path / "dictionary.html"
    assert run("ontology", "dictionary", "--format", "html", "--out", out).exit_code == 0
    assert out.read_text("utf-8").lower().startswith("<!doctype html>")
    printed = run("ontology", "dictionary").stdout
    assert all(dataset.label.en in printed for dataset in model.datasets.values())


def test_the_schema_is_printed(run: Run, model: Model) -> None:
    result = run("schema")
    assert result.exit_code == 0
    assert "type Query {" in result.stdout
