"""A mistake in the Turtle is reported with its place, what is wrong and how to mend it; all of them at once."""

import re
import shutil
import tomllib
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ontology.conftest import SMALL, Break, copy_small, line_of
from twopages.errors import OntologyError
from twopages.ontology import load_model

MISTAKES: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "mistakes.toml").read_text("utf-8"))
WELL_SAID = re.compile(r"ontology/[\w.]+(:\d+)?: \S.*: .+\. .+[.?]")  # place: term: what is wrong. How to mend it.
THINGS, LISTS, TABLES = "things.ttl", "lists.ttl", "tables.ttl"


def told(folder: Path) -> list[str]:
    """What is reported, one mistake a line, without the line that counts them."""
    with pytest.raises(OntologyError) as raised:
        load_model(folder)
    count, *lines = str(raised.value).splitlines()
    assert re.fullmatch(rf"{len(lines)} mistakes? in the ontology:", count)
    return lines


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_where_it_is_and_how_to_mend_it(name: str, break_it: Break) -> None:
    mistake = MISTAKES[name]
    folder = break_it(mistake["file"], mistake["old"], mistake["new"])
    lines = told(folder)
    line = line_of(folder, mistake["file"], mistake["at"]) if "at" in mistake else 0
    place = f"ontology/{mistake['file']}:{line}:" if line else "ontology/"
    assert any(line.startswith(place) and mistake["wrong"] in line for line in lines), lines
    assert [line for line in lines if not WELL_SAID.fullmatch(line)] == []


def test_the_tiny_ontology_is_sound(small: Path) -> None:
    assert set(load_model(small).datasets) == {"boats", "voyages"}


def test_all_mistakes_are_reported_at_once(break_it: Break) -> None:
    break_it(THINGS, "kind:decimal ;", "kind:decimals ;")
    break_it(LISTS, "flag:04 a", "codes:green a")
    lines = told(break_it(TABLES, '( "旗" "号" )', '( "旗" "船号" )'))
    assert [line.split(":")[0] for line in lines] == sorted(line.split(":")[0] for line in lines)
    assert {"ontology/things.ttl", "ontology/lists.ttl", "ontology/tables.ttl"} <= {
        line.split(":")[0] for line in lines
    }


def test_what_is_no_turtle_is_reported_with_its_line_in_every_file(break_it: Break) -> None:
    break_it(THINGS, "kind:decimal ;", "kind:decimal ")
    folder = break_it(TABLES, "role:object", "roll:object")
    syntax, prefix = sorted(told(folder), reverse=True)
    assert re.match(
        rf"ontology/things.ttl:{line_of(folder, THINGS, 'tp:group group:boat ; tp:grade grade:1 ; tp:searchable')}: not Turtle: ",
        syntax,
    )
    assert prefix.startswith(
        f"ontology/tables.ttl:{line_of(folder, TABLES, 'tp:identifies roll:object')}: not Turtle: "
    )


def test_a_file_in_another_encoding_is_reported(small: Path) -> None:
    (small / LISTS).write_bytes((small / LISTS).read_text("utf-8").encode("gb18030"))
    assert [line.startswith("ontology/lists.ttl: cannot be read") for line in told(small)] == [True]


def test_a_folder_without_turtle_is_reported(tmp_path: Path) -> None:
    assert "there is no Turtle file" in told(tmp_path)[0]


def test_a_term_in_two_files_is_two_things_of_one_name(small: Path) -> None:
    shutil.copy(small / LISTS, small / "more.ttl")
    lines = told(small)
    assert any(
        line.startswith("ontology/more.ttl:9: flag:01: is already written at ontology/lists.ttl:9") for line in lines
    )


def pieces() -> list[tuple[str, int, int]]:
    """Every statement about a thing, and every line, of the tiny ontology."""
    found = re.compile(r"[^;\n\[\]]+ ;|[^\n]+\n")
    texts = {file: (SMALL / file).read_text("utf-8") for file in (THINGS, LISTS, TABLES, "areas.csv")}
    return [(file, *match.span()) for file, text in texts.items() for match in found.finditer(text)]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(pieces()))
def test_whatever_is_cut_out_the_ontology_compiles_or_is_refused(piece: tuple[str, int, int]) -> None:
    file, start, end = piece
    with TemporaryDirectory() as home:
        folder = copy_small(Path(home) / "ontology")
        text = (folder / file).read_text("utf-8")
        (folder / file).write_text(text[:start] + text[end:], "utf-8")
        with suppress(OntologyError):
            assert load_model(folder).digest


def test_another_file_may_say_more_of_a_term(small: Path) -> None:
    prefixes = (small / THINGS).read_text("utf-8").partition("\n\n")[0]
    (small / "more.ttl").write_text(f"{prefixes}\n\nattribute:boatLength tp:prefill true .\n", "utf-8")
    assert load_model(small).attributes["boatLength"].prefill
