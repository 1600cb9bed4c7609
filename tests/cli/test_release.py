"""The commands that compare, release and roll back an ontology, on a store of their own."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from twopages.ontology import load_model
from twopages.settings import PROJECT, Settings
from twopages.synthetic import write_city

LABEL = '"Full name"@en'


@pytest.fixture
def folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A steward's own folder of the ontology."""
    shutil.copytree(PROJECT / "ontology", tmp_path / "ontology")
    monkeypatch.setenv("TWOPAGES_ONTOLOGY", str(tmp_path / "ontology"))
    return tmp_path / "ontology"


def relabel(folder: Path, new: str) -> None:
    """Say another label in the file that holds it."""
    path = next(path for path in sorted(folder.rglob("*.ttl")) if LABEL in path.read_text("utf-8"))
    path.write_text(path.read_text("utf-8").replace(LABEL, new, 1), "utf-8")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """What the household register of a small city delivers."""
    write_city(load_model(Settings().ontology), tmp_path / "city", persons=30, enterprises=8, seed=4)
    (tmp_path / "register").mkdir()
    for path in (tmp_path / "city").glob("household-registration-*"):
        shutil.copy(path, tmp_path / "register")
    return tmp_path / "register"


def test_an_ontology_is_compared_released_and_rolled_back(run: Run, folder: Path, register: Path) -> None:
    assert run("keys", "create").exit_code == 0
    assert run("neo4j", "start").exit_code == 0
    try:
        assert run("migrate").exit_code == 0
        refused = run("ontology", "diff")
        assert refused.exit_code == 3
        assert "keeps no ontology yet" in refused.stderr
        assert run("feed", register).exit_code == 0
        assert json.loads(run("ontology", "diff", "--json").stdout)["changes"] == []
        relabel(folder, '"Name in full"@en')
        told = json.loads(run("ontology", "diff", "--json").stdout)
        assert [(item["thing"], item["aspect"]) for item in told["changes"]] == [("fullName", "label")]
        assert (told["anew"], told["plain"], told["impossible"]) == ([], [], [])
        assert "Name in full" in run("ontology", "diff").stdout
        assert "another ontology" in run("feed", register).stderr
        unreleased = run("ontology", "rollback", "--to", 1)
        assert unreleased.exit_code == 3
        assert "never released" in unreleased.stderr
        done = json.loads(run("ontology", "release", "--json").stdout)
        assert (done["number"], done["records"], done["entities"], done["edges"]) == (2, 0, 0, 0)
        assert run("feed", register).exit_code == 0
        assert json.loads(run("ontology", "rollback", "--json").stdout)["number"] == 3
        assert load_model(folder).digest == load_model(Settings().ontology).digest
        listed = json.loads(run("ontology", "releases", "--json").stdout)
        assert [item["number"] for item in listed] == [1, 2, 3]
        assert listed[0]["digest"] == listed[2]["digest"] != listed[1]["digest"]
    finally:
        run("neo4j", "stop")
