"""A plan becomes one statement: golden texts, and nothing but parameters for what was asked."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dossier.small import MODEL
from twopages.dossier import LinksAsk, Moment, Plan, RecordsAsk, compile_plan, whole
from twopages.dossier.history import compile_history
from twopages.dossier.past import compile_past
from twopages.dossier.search import compile_search

GOLDEN = Path(__file__).parent / "golden"

PLANS = {
    "caption": Plan("Human"),
    "attributes": Plan("Human", frozenset({"name", "sex"})),
    "records": Plan("Human", records=(RecordsAsk(5),)),
    "records_after": Plan("Human", records=(RecordsAsk(5, ("2021-01-01", "r1")),)),
    "history": Plan("Human", frozenset({"name"}), records=(RecordsAsk(5, history=True),)),
    "links": Plan("Human", links=(LinksAsk("WORKS_FOR", True, 3, sources=True), LinksAsk("SPOUSE_OF", True, 3, "far"))),
    "links_back": Plan("Firm", links=(LinksAsk("WORKS_FOR", False, 3),)),
    "links_of_many_classes": Plan("Paper", links=(LinksAsk("HELD_BY", True, 3),)),
    "far": Plan("Human", links=(LinksAsk("HELD_BY", False, 3, far=frozenset({"paperKind"})),)),
    "all_and_beyond": Plan(
        "Human",
        links=(
            LinksAsk(
                "WORKS_FOR",
                True,
                None,
                far=frozenset({"firmName"}),
                beyond=(
                    LinksAsk("HEADS", False, None, sources=True, far=frozenset({"born"})),
                    LinksAsk("HELD_BY", False, 2),
                ),
            ),
        ),
    ),
    "whole": whole(MODEL, "Firm"),
}


RECORDED, VALID = Moment(recorded="2021-05-15"), Moment("2021-05-15", "2020-01-01")
PAST = {
    "past": replace(PLANS["history"], moment=RECORDED),
    "past_links": replace(PLANS["links"], moment=RECORDED),
    "past_far": replace(PLANS["far"], moment=RECORDED),
    "past_valid": Plan("Human", frozenset({"name"}), (LinksAsk("WORKS_FOR", True, 3),), (RecordsAsk(5),), VALID),
}


@pytest.mark.parametrize("name", PAST)
def test_a_plan_about_the_past_becomes_this_statement(name: str) -> None:
    statement = compile_past(MODEL, PAST[name])
    assert statement.text == (GOLDEN / f"{name}.cypher").read_text("utf-8").rstrip("\n")
    assert not any(day in statement.text for day in ("2021-05-15", "2020-01-01"))


def test_the_history_of_a_file_is_read_by_this_statement() -> None:
    statement = compile_history(MODEL, "Paper")
    assert statement.text == (GOLDEN / "every_version.cypher").read_text("utf-8").rstrip("\n")
    assert statement.parameters["registering"] == {"Paper": ["papers"], "Human": ["register"], "Firm": ["firms"]}


@pytest.mark.parametrize("name", PLANS)
def test_a_plan_becomes_this_statement(name: str) -> None:
    assert compile_plan(MODEL, PLANS[name]).text == (GOLDEN / f"{name}.cypher").read_text("utf-8").rstrip("\n")


def test_a_search_becomes_this_statement() -> None:
    first, next_ = compile_search("Firm", "爱可美", 10), compile_search("Firm", "爱可美", 10, ("上海爱可美", "id"))
    text = (GOLDEN / "search.cypher").read_text("utf-8").rstrip("\n")
    assert f"{first.text}\n\n{next_.text}" == text


def test_what_was_asked_stands_in_parameters_alone() -> None:
    plan = Plan(
        "Human",
        frozenset({"name"}),
        (LinksAsk("WORKS_FOR", True, 7, "last-link"),),
        (RecordsAsk(9, ("2021-05-05", "last-record")),),
    )
    statement = compile_plan(MODEL, plan)
    assert statement.parameters == {
        "attributes": ["name"],
        "recordsSize0": 10,
        "recordsSeen0": "2021-05-05",
        "recordsLast0": "last-record",
        "linksSize0": 8,
        "linksLast0": "last-link",
    }
    assert not any(value in statement.text for value in ("last-link", "last-record", "2021-05-05", " 8", " 10"))


def test_history_costs_the_present_page_no_more_than_a_few_versions_of_what_wins() -> None:
    far = (LinksAsk("HELD_BY", False, 3, far=frozenset({"paperKind"})),)
    present = compile_plan(MODEL, Plan("Human", frozenset({"name"}), far, (RecordsAsk(5),)))
    assert "WAS_ABOUT" not in present.text
    assert present.text.count("REPLACES") == present.text.count("[(r)-[:REPLACES*1..3]->(o) | [o.id, o.payload]]") == 1


@given(st.text(max_size=30))
def test_a_searched_text_is_one_phrase_whatever_is_in_it(text: str) -> None:
    phrase = compile_search("Firm", text, 10).parameters["text"]
    inside = phrase[1:-1].replace("\\\\", "").replace('\\"', "")
    assert phrase[0] == phrase[-1] == '"'
    assert '"' not in inside
    assert "\\" not in inside
