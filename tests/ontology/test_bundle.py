"""An ontology packed into one text, and given back."""

from pathlib import Path

import pytest

from twopages.errors import OntologyError
from twopages.ontology import load_model
from twopages.ontology.bundle import pack, unpack


def test_what_is_packed_comes_back_as_the_same_ontology(small: Path, tmp_path: Path) -> None:
    unpack(pack(small), tmp_path / "back")
    assert load_model(tmp_path / "back") == load_model(small)


def test_files_that_the_ontology_does_not_have_go_and_everything_else_stays(small: Path, tmp_path: Path) -> None:
    text = pack(small)
    (small / "extra.ttl").write_text("# more\n", "utf-8")
    (small / "README.md").write_text("about\n", "utf-8")
    unpack(text, small)
    assert not (small / "extra.ttl").exists()
    assert (small / "README.md").read_text("utf-8") == "about\n"


def test_the_same_folder_gives_the_same_text(small: Path) -> None:
    assert pack(small) == pack(small)


def test_a_text_that_was_cut_off_changes_nothing(small: Path) -> None:
    before = load_model(small)
    with pytest.raises(OntologyError, match="cannot be read"):
        unpack(pack(small)[:200], small)
    assert load_model(small) == before
