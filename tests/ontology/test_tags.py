"""Tags as they are compiled: rules as trees, what of them stands on nodes, how they are told, and what a release changes."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ontology.conftest import Break, copy_small
from twopages.errors import OntologyError
from twopages.ontology import load_model, write_dictionary
from twopages.ontology.compare import Change, compare
from twopages.ontology.compile import digest
from twopages.ontology.effects import Effects
from twopages.ontology.model import Label, Model
from twopages.ontology.rule import (
    Ago,
    Apart,
    Both,
    Coming,
    Condition,
    Contains,
    Differs,
    Either,
    Far,
    Has,
    Next,
    Not,
    OneOf,
    OnlyOne,
    Past,
    Present,
    SchoolYears,
    Share,
    SinceLastYear,
    Span,
    Step,
    Within,
)
from twopages.ontology.rule_text import rule_text

MOORED = Step("MOORED_IN", True, "Harbour")
READ: dict[str, tuple[str, Condition]] = {
    "one of": (
        "sh:property [ sh:path attribute:boatFlag ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:in ( flag:01 flag:02 ) ] ]",
        Has("boatFlag", OneOf(("01", "02"))),
    ),
    "a truth": (
        "sh:property [ sh:path attribute:boatNamed ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:in ( false ) ] ]",
        Has("boatNamed", OneOf((False,))),
    ),
    "a range": (
        """sh:property [ sh:path attribute:boatLength ; sh:qualifiedMinCount 1 ;
            sh:qualifiedValueShape [ sh:datatype xsd:decimal ; sh:minExclusive 1.6 ; sh:maxInclusive 5 ] ]""",
        Has("boatLength", Within(over=Decimal("1.6"), at_most=Decimal(5))),
    ),
    "a text": (
        "sh:property [ sh:path attribute:boatNumber ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:pattern '红' ] ]",
        Has("boatNumber", Contains("红")),
    ),
    "days": (
        """sh:or (
            [ sh:property [ sh:path attribute:boatBuilt ; sh:qualifiedMinCount 1 ;
                sh:qualifiedValueShape [ tp:lessThanAgo "P30M"^^xsd:duration ] ] ]
            [ sh:property [ sh:path attribute:boatBuilt ; sh:qualifiedMinCount 1 ;
                sh:qualifiedValueShape [ tp:withinNext "P60D"^^xsd:duration ] ] ]
            [ sh:property [ sh:path attribute:boatBuilt ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ tp:todayOrLater true ] ] ]
            [ sh:property [ sh:path attribute:boatBuilt ; sh:qualifiedMinCount 1 ;
                sh:qualifiedValueShape [ tp:augustBefore 6 ; tp:septemberBefore 7 ] ] ] )""",
        Either(
            (
                Has("boatBuilt", Ago(Span(30, "M"), or_more=False)),
                Has("boatBuilt", Next(Span(60, "D"))),
                Has("boatBuilt", Coming()),
                Has("boatBuilt", SchoolYears(7, 6)),
            )
        ),
    ),
    "one alone of several": (
        """sh:xone ( [ sh:property [ sh:path attribute:boatName ; sh:minCount 1 ] ]
            [ sh:not [ sh:property [ sh:path attribute:boatFlag ; sh:minCount 1 ] ] ] )""",
        OnlyOne((Has("boatName", Present()), Not(Has("boatFlag", Present())))),
    ),
    "values that differ": (
        """sh:property [ sh:path attribute:boatFlag ; sh:minCount 1 ; sh:disjoint attribute:boatSide ] ,
            [ sh:path attribute:boatSide ; sh:minCount 1 ] , [ sh:path attribute:boatName ; sh:maxCount 0 ]""",
        Both((Differs("boatFlag", "boatSide"), Not(Has("boatName", Present())))),
    ),
    "relations apart": (
        "sh:property [ sh:path relation:MOORED_IN ; sh:disjoint relation:MOORED_IN ]",
        Apart(MOORED, MOORED),
    ),
    "a share": (
        "tp:measure attribute:boatLength ; tp:against attribute:boatLength ; tp:atLeastPercent 90",
        Share("boatLength", "boatLength", Decimal(90), "at least"),
    ),
    "no far end": (
        "sh:property [ sh:path relation:MOORED_IN ; sh:qualifiedMaxCount 0 ; sh:qualifiedValueShape [ sh:class class:Harbour ] ]",
        Far(MOORED, None, 0, 0),
    ),
    "the far end of an edge denied": (
        """sh:property [ sh:path [ sh:inversePath tp:from ] ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [
            sh:class relation:MOORED_IN ;
            sh:property [ sh:path tp:to ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class class:Harbour ] ] ;
            sh:or ( [ sh:property [ sh:path part:MOORED_IN.since ; sh:maxCount 0 ] ]
                [ sh:not [ sh:property [ sh:path tp:to ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [
                    sh:property [ sh:path attribute:harbourCode ; sh:minCount 1 ] ] ] ] ] ) ] ]""",
        Far(
            MOORED,
            Either((Not(Has("since", Present(), part=True)), Not(Has("harbourCode", Present())))),
            1,
        ),
    ),
    "an edge backwards": (
        """sh:property [ sh:path [ sh:inversePath tp:to ] ; sh:qualifiedMaxCount 2 ; sh:qualifiedValueShape [ sh:class relation:TOWED_BY ;
            sh:property [ sh:path tp:from ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:class class:Boat ] ] ] ]""",
        Far(Step("TOWED_BY", False, "Boat"), None, 0, 2),
    ),
}


def with_rule(folder: Path, rule: str) -> Model:
    """The tiny ontology with another rule of the tag "nameless"."""
    path = folder / "tags.ttl"
    text = path.read_text("utf-8")
    old = "sh:property [ sh:path attribute:boatName ; sh:maxCount 0 ]"
    assert text.count(old) == 1
    path.write_text(text.replace(old, rule), "utf-8")
    return load_model(folder)


@pytest.fixture
def boats(tmp_path: Path) -> Model:
    return load_model(copy_small(tmp_path / "old"))


@pytest.mark.parametrize("name", READ)
def test_a_shape_becomes_a_tree(name: str, small: Path) -> None:
    rule, tree = READ[name]
    assert with_rule(small, rule).tags["nameless"].condition == tree


def test_a_tag_says_all_that_is_said_of_it(boats: Model) -> None:
    tag = boats.tags["old-red-boat"]
    assert (tag.cls, tag.group, tag.grade, tag.version, tag.order, tag.timed) == ("Boat", "boat-kind", 2, 1, 1, True)
    assert tag.label == Label("老红船", "Old red boat")
    assert tag.explanation == Label("三十年以上的红船。", "A red boat of thirty years or more.")
    assert (tag.legal_basis, tag.used_by) == (Label("", "Harbour rules"), ("purpose/mooring", "service/berth"))
    assert not boats.tags["nameless"].timed


def test_tags_stand_by_group_and_are_no_code_list(boats: Model) -> None:
    assert list(boats.tag_groups) == ["boat-kind", "boat-place", "harbour"]
    assert list(boats.tags) == ["old-red-boat", "nameless", "long-in-harbour", "busy-harbour"]
    assert set(boats.code_lists) == {"flag", "area"}


def test_what_rules_read_stands_in_plain_and_what_they_only_ask_for_as_a_flag(boats: Model) -> None:
    attributes = boats.attributes.values()
    assert {item.id for item in attributes if item.plain} == {"boatBuilt", "boatFlag", "boatLength"}
    assert {item.flag_name for item in attributes if item.flag} == {"hasBoatName", "hasHarbourCode"}
    assert {item.id for item in attributes if item.searchable} == {"boatFlag", "boatLength"}


def test_the_digest_tells_every_rule_from_every_other(boats: Model) -> None:
    terms = (Has("boatFlag", Present()), Has("boatSide", Present()))
    rules: list[Condition] = [join(terms) for join in (Both, Either, OnlyOne)]
    rules += [Has("boatLength", Within(at_least=Decimal(5))), Has("boatLength", Within(over=Decimal(5)))]
    rules += [Has("boatBuilt", Past()), Has("boatBuilt", Coming()), Has("boatBuilt", SinceLastYear())]
    digests = {digest(replace(boats, tags={"x": replace(boats.tags["nameless"], condition=rule)})) for rule in rules}
    assert len(digests) == len(rules)


def test_a_range_is_the_same_however_it_is_written(small: Path) -> None:
    rule = "sh:property [ sh:path attribute:boatLength ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape [ sh:minInclusive 5 ] ]"
    first = with_rule(small, rule)
    path = small / "tags.ttl"
    path.write_text(path.read_text("utf-8").replace("sh:minInclusive 5 ]", "sh:minInclusive 5.0 ]"), "utf-8")
    assert load_model(small).digest == first.digest


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (Both((Has("a", Past()), Either((Has("b", Coming()), Not(Has("c", Present())))))),
            "`a` is before today and (`b` is today or later or `c` is absent)"),
        (OnlyOne((Has("a", Present()), Not(Has("b", OneOf((True,)))))), "exactly one of (`a` is present), (not (`b` is true))"),
        (Has("a", Ago(Span(1, "Y"), or_more=True)), "`a` is 1 year ago or more"),
        (Has("a", Ago(Span(30, "D"), or_more=False)), "`a` is less than 30 days ago"),
        (Has("a", Next(Span(3, "M"))), "`a` is within the next 3 months"),
        (Has("a", SchoolYears(7, 6)), "`a` is from 1 September 7 years before this year to 31 August 6 years before this year"),
        (Has("a", Within(at_least=Decimal("1.60"), under=Decimal(1000))), "`a` is at least 1.6 and less than 1000"),
        (Has("a", Contains("律师")), "`a` includes text 律师"),
        (Share("a", "b", Decimal(50), "less than"), "`a` is less than 50 percent of `b`"),
        (Differs("a", "b"), "`a` is present and `b` is present and `a` is not `b`"),
        (Apart(MOORED, Step("B", False, "X")), "no `MOORED_IN` to Harbour that `B` from X reaches"),
        (Far(MOORED, Has("since", SinceLastYear(), part=True), 1),
            "some `MOORED_IN` to Harbour where (`MOORED_IN.since` is last year or later)"),
        (Far(MOORED, None, 0, 0), "no `MOORED_IN` to Harbour"),
        (Far(MOORED, None, 2, 2), "exactly 2 `MOORED_IN` to Harbour"),
        (Far(MOORED, None, 2, 3), "2 to 3 `MOORED_IN` to Harbour"),
        (Far(MOORED, None, 0, 3), "at most 3 `MOORED_IN` to Harbour"),
        (Far(MOORED, None, 2), "at least 2 `MOORED_IN` to Harbour"),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_the_notation_of_the_catalogue(condition: Condition, text: str) -> None:
    assert rule_text(condition) == text


def test_codes_are_told_with_their_list(boats: Model) -> None:
    assert (
        rule_text(Has("boatFlag", OneOf(("01", "02"))), boats.attributes) == "`boatFlag` is one of `flag/01`, `flag/02`"
    )


def test_the_dictionary_lists_tags_by_group(boats: Model) -> None:
    english, chinese = write_dictionary(boats, "en"), write_dictionary(boats, "zh")
    assert "### Boat · Kind of boat `boat-kind`" in english
    rule = "`boatBuilt` is 30 years ago or more and `boatFlag` is `flag/01`"
    assert f"| `old-red-boat` | Old red boat | 2 | {rule} |" in english
    assert "version 1; changes with the calendar; `purpose/mooring`, `service/berth` |" in english
    assert "### 船 · 船的种类 `boat-kind`" in chinese
    assert "只明文存储有无" in chinese


def test_another_rule_is_one_change_and_needs_another_version(boats: Model, small: Path) -> None:
    new = with_rule(small, "sh:property [ sh:path attribute:boatName ; sh:minCount 1 ]")
    assert compare(boats, new) == (
        Change("tags", "nameless", "changed", "condition", "`boatName` is absent", "`boatName` is present"),
    )
    effects = Effects(boats, new)
    assert effects.retagged == (("Boat", "nameless", "changes"),)
    assert [reason for reason in effects.impossible(frozenset()) if "The rule of the tag nameless" in reason]
    raised = replace(new, tags={**new.tags, "nameless": replace(new.tags["nameless"], version=3)})
    assert list(Effects(boats, raised).impossible(frozenset())) == []


def test_a_tag_that_goes_takes_along_what_only_it_needs(boats: Model, break_it: Break) -> None:
    text = (break_it("tags.ttl", "tag:nameless a", "# tag:nameless a").parent / "ontology" / "tags.ttl").read_text(
        "utf-8"
    )
    before, _, rest = text.partition("# tag:nameless")
    folder = break_it("tags.ttl", text, before + rest.split("] .\n", 1)[1])
    effects = Effects(boats, load_model(folder))
    assert effects.changes == (
        Change("tags", "nameless", "removed"),
        Change("purposes", "mooring", "changed", "tags", "nameless"),
    )
    assert effects.retagged == (("Boat", "nameless", "goes"),)
    assert effects.plain == (("Boat", "hasBoatName", "goes"),)
    assert effects.won_anew == ("Boat",)
    back = Effects(load_model(folder), boats)
    assert (back.retagged, back.plain) == ((("Boat", "nameless", "appears"),), (("Boat", "hasBoatName", "appears"),))


def test_what_people_call_the_ends_of_a_relation(boats: Model, break_it: Break) -> None:
    assert boats.relations["TOWED_BY"].ends is None
    nouns = 'tp:fromNoun "船"@zh , "boat"@en ; tp:toNoun "拖船"@zh , "tug"@en ;'
    folder = break_it(
        "derived.ttl", 'tp:inverseLabel "拖"@zh , "tows"@en ;', f'{nouns} tp:inverseLabel "拖"@zh , "tows"@en ;'
    )
    assert load_model(folder).relations["TOWED_BY"].ends == (Label("船", "boat"), Label("拖船", "tug"))


def test_one_noun_without_the_other_is_a_mistake(break_it: Break) -> None:
    noun = 'tp:fromNoun "船"@zh , "boat"@en ;'
    folder = break_it(
        "derived.ttl", 'tp:inverseLabel "拖"@zh , "tows"@en ;', f'{noun} tp:inverseLabel "拖"@zh , "tows"@en ;'
    )
    with pytest.raises(OntologyError, match="relation:TOWED_BY: has no Chinese noun of its to end"):
        load_model(folder)
