"""The commands that compare, release and roll back an ontology, on a store of their own."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from twopages.ontology import load_model
from twopages.settings import PROJECT, Settings
from twopages.synthetic import CityReport

LABEL, TAG = '"Full name"@en', "newborn-under-one"


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


def edited_tags(folder: Path, tag: str, old: str, new: str) -> str:
    """The file of a tag with another rule of it, as a new version."""
    path = next(path for path in sorted((folder / "tags").glob("*.ttl")) if f"\ntag:{tag} " in path.read_text("utf-8"))
    before, start, rest = path.read_text("utf-8").partition(f"\ntag:{tag} ")
    this, end, others = rest.partition("\ntag:")
    this = this.replace(old, new).replace("owl:versionInfo 1", "owl:versionInfo 2")
    return f"{before}{start}{this}{end}{others}"


@pytest.fixture
def register(city_files: tuple[Path, CityReport], tmp_path: Path) -> Path:
    """What the household register of the city delivers."""
    (tmp_path / "register").mkdir()
    for path in city_files[0].glob("household-registration-*"):
        shutil.copy(path, tmp_path / "register")
    return tmp_path / "register"


def test_an_ontology_is_compared_released_and_rolled_back(
    run: Run, folder: Path, register: Path, tmp_path: Path
) -> None:
    assert run("keys", "create").exit_code == 0
    assert run("neo4j", "start").exit_code == 0
    try:
        assert run("migrate").exit_code == 0
        refused = run("ontology", "diff")
        assert refused.exit_code == 3
        assert "keeps no ontology yet" in refused.stderr
        assert run("feed", register).exit_code == 0
        same = json.loads(run("ontology", "diff", "--json").stdout)
        assert (same["changes"], same["tags"]) == ([], [])
        edited = tmp_path / "person-age.ttl"
        edited.write_text(edited_tags(folder, TAG, '"P1Y"', '"P60Y"'), "utf-8")
        (impact,) = json.loads(run("tags", "impact", edited, "--json").stdout)["tags"]
        assert (impact["tag"], impact["effect"], impact["version"]) == (TAG, "changes", 2)
        assert impact["tally"]["gained"] == impact["tally"]["after"] - impact["tally"]["before"] > 0
        told = run("tags", "impact", edited, "--tag", TAG, "--tag", "minor")
        assert "purpose/newborn-one-thing" in told.stderr
        assert "stays" in told.stdout
        assert "No rule differs" in run("tags", "impact").stderr
        assert run("tags", "impact", "--tag", "no-such-tag").exit_code == 2
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
        shutil.copy(edited, folder / "tags")
        assert json.loads(run("ontology", "diff", "--json").stdout)["tags"] == [
            {"class": "Person", "tag": TAG, "effect": "changes"}
        ]
        released = run("ontology", "release")
        assert f"{impact['tally']['gained']:,} tags gained, 0 lost" in released.stderr
        holders = {item["tag"]: item["holders"] for item in json.loads(run("tags", "list", "--json").stdout)}
        assert holders[TAG] == impact["tally"]["after"]
    finally:
        run("neo4j", "stop")
