"""A mistake in a purpose is reported where it is: what it cannot permit, what nobody can use, what it permits and prohibits at once."""

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

MISTAKES: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "purpose_mistakes.toml").read_text("utf-8")
)
PURPOSES = "purposes.ttl"
UNSERVED = "no service to open a case for"
SOUND = """purpose:MARK a dpv:Purpose , odrl:Set , tp:Purpose ; skos:prefLabel "某场景"@zh , "Some purpose MARK"@en ; \
skos:definition "说明。"@zh , "What it is for."@en ; odrl:assignee viewer-role:caseworker ; dpv:hasResponsibleEntity department:coast ; \
tp:about class:Boat ; PERMITS PROHIBITS tp:highestGrade grade:3 ; tp:legalBasis "港口规定"@zh , "Harbour rules"@en ; tp:needsCase true ; \
tp:needsConsent false ; tp:approval approval:auto ; tp:keptFor "P30D"^^xsd:duration .
"""
OPENING = "opening.ttl"  # services for which cases can be opened, so that this is no mistake
SERVICE = """service:for-MARK a cpsv:PublicService , tp:Service ; dcterms:title "开NUMBER"@zh , "For MARK"@en ; \
dcterms:description "说明。"@zh , "What it is for."@en ; cv:hasCompetentAuthority department:coast ; tp:about class:Boat ; \
dpv:hasPurpose PURPOSE ; tp:requires attribute:boatNumber .
"""
LIGHTHOUSE = """class:Lighthouse a owl:Class , tp:EntityClass ;
    rdfs:label "灯塔"@zh , "Lighthouse"@en ; rdfs:comment "灯塔"@zh , "It shines"@en ;
    owl:hasKey ( attribute:lamp ) ; tp:caption attribute:lamp .
attribute:lamp a owl:DatatypeProperty , tp:Attribute ; rdfs:label "灯号"@zh , "Lamp"@en ; rdfs:comment "灯号"@zh , "Its lamp"@en ;
    rdfs:domain class:Lighthouse ; rdfs:range kind:text ; tp:group group:harbour ; tp:grade grade:1 .
"""
MORE_PREFIXES = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kind: <https://twopages.invalid/ns/kind/> .
"""


def slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def purpose(name: str) -> str:
    """A purpose with the mistake of this name, and what it refers to."""
    mistake = MISTAKES[name]
    text = SOUND
    for old, new in (("old", "new"), ("old2", "new2")):
        if old in mistake:
            assert text.count(mistake[old]) == 1
            text = text.replace(mistake[old], mistake[new])
    permits = mistake.get("permits", "[ odrl:action odrl:read ; odrl:target group:boat ]")
    text = text.replace("PERMITS", f"odrl:permission {permits} ;" if permits else "")
    text = text.replace("PROHIBITS", f"odrl:prohibition {mistake['prohibits']} ;" if "prohibits" in mistake else "")
    text = text.replace("某场景", f"某场景{list(MISTAKES).index(name)}")
    return f"{text.replace('MARK', slug(name))}\n{mistake.get('extra', '')}\n"


@cache
def report() -> tuple[tuple[str, ...], dict[str, int]]:
    """What is reported of one ontology that has every mistake, and the line where each purpose begins."""
    with TemporaryDirectory() as home:
        folder = copy_small(Path(home) / "ontology")
        text = MORE_PREFIXES + (folder / PURPOSES).read_text("utf-8") + LIGHTHOUSE
        (folder / PURPOSES).write_text(text + "\n".join(map(purpose, MISTAKES)), "utf-8")
        opened = [
            SERVICE.replace("MARK", slug(name))
            .replace("NUMBER", str(number))
            .replace("PURPOSE", purpose(name).split()[0])
            for number, name in enumerate(MISTAKES)
            if name != UNSERVED
        ]
        prefixes = (folder / "services.ttl").read_text("utf-8").partition("\n\n")[0]
        (folder / OPENING).write_text("\n".join([prefixes, *opened]), "utf-8")
        at = {name: item.get("at", f"purpose:{slug(name)} ") for name, item in MISTAKES.items()}
        return tuple(told(folder)), {name: line_of(folder, PURPOSES, text) for name, text in at.items()}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_reported_where_it_is_and_nothing_else_with_it(name: str) -> None:
    lines, starts = report()
    about = [line for line in lines if line.startswith(f"ontology/{PURPOSES}:{starts[name]}: ")]
    assert len(about) == 1, about
    assert MISTAKES[name]["wrong"] in about[0]
    assert WELL_SAID.fullmatch(about[0])


def test_nothing_is_reported_of_sound_purposes() -> None:
    lines, starts = report()
    left = [line for line in lines if not line.startswith(f"ontology/{OPENING}:")]  # of services of broken purposes
    places = {re.match(r"ontology/[\w.]+:(\d+)", line)[1] for line in left}  # type: ignore[index]
    assert places <= set(map(str, starts.values()))


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("class:Harbour , [ a", "class:Harbour ; odrl:targets [ a", "odrl:targets is no term of its vocabulary"),
        (' , [ a odrl:AssetCollection ; tp:tagsOf class:Boat ] ]', " ]", "finds by old-red-boat, which it does not permit"),
        ('"拖带"@zh , "Towing"@en', '"拖带"@zh , "Mooring"@en', "has the label Mooring, which purpose:mooring has"),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_is_reported(break_it: Break, old: str, new: str, wrong: str) -> None:
    lines = told(break_it(PURPOSES, old, new))
    assert any(wrong in line for line in lines), lines


def test_a_tag_names_only_purposes_that_permit_it(break_it: Break) -> None:
    break_it(PURPOSES, " , [ a odrl:AssetCollection ; tp:tagsOf class:Boat ] ]", " , tag:old-red-boat ]")
    lines = told(break_it("tags.ttl", "tp:usedBy purpose:mooring , service:berth", "tp:usedBy purpose:moring"))
    assert [line.split(": ", 1)[1] for line in lines] == [
        "tag:old-red-boat: purpose:moring is declared nowhere. Did you mean purpose:mooring?",
        "tag:nameless: is used by purpose:mooring, which does not permit it. Permit it there, or take the purpose out of tp:usedBy.",
    ]


def pieces() -> list[tuple[int, int]]:
    """Every statement of the purposes of the tiny ontology, every line and every bracket."""
    text = (SMALL / PURPOSES).read_text("utf-8")
    return [match.span() for match in re.finditer(r"[^;,\n\[\]]+ [;,]|[^\n]+\n|\[[^\[\]]*\]", text)]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(pieces()))
def test_whatever_is_cut_out_the_purposes_compile_or_are_refused(piece: tuple[int, int]) -> None:
    with TemporaryDirectory() as home:
        folder = copy_small(Path(home) / "ontology")
        text = (folder / PURPOSES).read_text("utf-8")
        (folder / PURPOSES).write_text(text[: piece[0]] + text[piece[1] :], "utf-8")
        with suppress(OntologyError):
            assert all(purpose.role and purpose.kept_for.count for purpose in load_model(folder).purposes.values())
