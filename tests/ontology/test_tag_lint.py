"""A mistake in a tag is reported where it is; what SHACL knows and the compiler does not is refused by name."""

import re
import tomllib
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ontology.conftest import SMALL, Break, copy_small, line_of
from tests.ontology.test_mistakes import WELL_SAID, told
from twopages.errors import OntologyError
from twopages.ontology import load_model

MISTAKES: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "tag_mistakes.toml").read_text("utf-8"))
TAGS = "tags.ttl"
SOUND = """tag:MARK a skos:Concept , tp:Tag ; skos:inScheme tags:catalogue ; skos:prefLabel "某船"@zh , "Some boat MARK"@en ;
    skos:definition "是船。"@zh , "It is a boat."@en ; tp:tagGroup tag-group:boat-kind ; tp:grade grade:2 ; \
tp:legalBasis "Harbour rules"@en ; tp:usedBy purpose:mooring ; owl:versionInfo 1 ;
    tp:rule [ a sh:NodeShape ; sh:targetClass class:Boat ; RULE ] .
"""
NAMED = "sh:property [ sh:path attribute:boatName ; sh:minCount 1 ]"


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def tag(name: str) -> str:
    """A tag with the mistake of this name, and what it refers to."""
    mistake = MISTAKES[name]
    text = SOUND.replace("RULE", mistake.get("rule", NAMED))
    if "old" in mistake:
        assert text.count(mistake["old"]) == 1
        text = text.replace(mistake["old"], mistake["new"])
    text = text.replace("某船", f"某船{list(MISTAKES).index(name)}")
    return f"{text.replace('MARK', slug(name))}\n{mistake.get('extra', '')}\n"


@cache
def report() -> tuple[tuple[str, ...], dict[str, int]]:
    """What is reported of one ontology that has every mistake, and the line where each tag begins."""
    with TemporaryDirectory() as home:
        folder = copy_small(Path(home) / "ontology")
        text = (folder / TAGS).read_text("utf-8") + "@prefix codes: <https://twopages.invalid/ns/codes/> .\n\n"
        (folder / TAGS).write_text(text + "\n".join(map(tag, MISTAKES)), "utf-8")
        starts = {name: line_of(folder, TAGS, f"tag:{slug(name)} ") for name in MISTAKES}
        starts |= {name: line_of(folder, TAGS, item["at"]) for name, item in MISTAKES.items() if "at" in item}
        return tuple(told(folder)), starts


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_where_it_is_and_nothing_else_with_it(name: str) -> None:
    lines, starts = report()
    about = [line for line in lines if line.startswith(f"ontology/{TAGS}:{starts[name]}: ")]
    assert len(about) == 1, about
    assert MISTAKES[name]["wrong"] in about[0]
    assert WELL_SAID.fullmatch(about[0])


def test_nothing_is_reported_of_sound_tags() -> None:
    lines, starts = report()
    places = {re.match(r"ontology/[\w.]+:(\d+)", line)[1] for line in lines}  # type: ignore[index]
    assert places <= set(map(str, starts.values()))


def test_a_tag_over_an_attribute_of_grade_4_is_of_grade_4(break_it: Break) -> None:
    folder = break_it(
        "things.ttl", "tp:grade grade:3 ; tp:mask mask:surname", "tp:grade grade:4 ; tp:mask mask:surname"
    )
    assert any("tag:nameless: is of grade 1 and reads boatName, of grade 4" in line for line in told(folder))


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        (
            '"船的所在"@zh , "Place of a boat"@en',
            '"船的所在"@zh , "Kind of boat"@en',
            "has the label Kind of boat, which",
        ),
        (
            "class:Boat ; sh:order 2",
            "class:Boat ; sh:order 1",
            "has the sh:order 1, which tag-group:boat-kind of its class",
        ),
        ("class:Boat ; sh:order 2", "class:Boat", "has no sh:order"),
        (' , "Place of a boat"@en', "", "tag-group:boat-place: has no English label"),
        (
            "tp:tagGroup tag-group:boat-place",
            "tp:tagGroup tag-group:boat-kind",
            "tag-group:boat-place: no tag is in it",
        ),
        ("[ sh:node shape:blue ]", NAMED.replace("sh:property", "[ sh:property") + " ]", "and no rule refers to it"),
        ('"无名船"@zh , "Nameless"@en', '"无名船"@zh , "Old red boat"@en', "has the label Old red boat, which"),
        ("tag:nameless a", "tag:Nameless a", "its id is not in kebab-case"),
        (", tp:TagCatalogue", "", "is not a tp:TagCatalogue"),
    ],
)
def test_groups_and_labels_tell_tags_apart(break_it: Break, old: str, new: str, wrong: str) -> None:
    lines = told(break_it(TAGS, old, new))
    assert any(wrong in line for line in lines), lines


def pieces() -> list[tuple[int, int]]:
    """Every statement of the tags of the tiny ontology, and every line."""
    text = (SMALL / TAGS).read_text("utf-8")
    return [match.span() for match in re.finditer(r"[^;,\n\[\]]+ ;|[^\n]+\n|\[[^\[\]]*\]", text)]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(pieces()))
def test_whatever_is_cut_out_the_tags_compile_or_are_refused(piece: tuple[int, int]) -> None:
    with TemporaryDirectory() as home:
        folder = copy_small(Path(home) / "ontology")
        text = (folder / TAGS).read_text("utf-8")
        (folder / TAGS).write_text(text[: piece[0]] + text[piece[1] :], "utf-8")
        with suppress(OntologyError):
            assert all(tag.condition for tag in load_model(folder).tags.values())
