"""The Cypher of rules, word for word (golden/*.cypher), and what follows from it without a graph."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from twopages.graph.compiled import label
from twopages.ontology.model import Label, Model, Tag
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
from twopages.tags.columns import compile_columns
from twopages.tags.cypher import boundary_parameters, compile_condition, compile_count, compile_rules
from twopages.tags.needs import reach

GOLDEN = Path(__file__).parent / "golden"
CHILD = Step("PARENT_OF", True, "Person")
EVER = Not(Has("until", Present(), part=True))
UNDER_AGE = Has("birthDate", Ago(Span(18, "Y"), or_more=False))

RULES: dict[str, tuple[str, Condition]] = {
    "minor": ("Person", Both((UNDER_AGE, Has("deceased", OneOf((False,)))))),
    "days": (
        "Person",
        Either((
            Has("birthDate", Ago(Span(60, "Y"), or_more=True)), Has("deathDate", Past()), Has("birthDate", SchoolYears(7, 6)),
            Has("lastContributionMonth", Next(Span(3, "M"))), Has("leaseUntil", Coming()),
        )),
    ),
    "numbers": (
        "Enterprise",
        Both((
            Has("annualReportYear", SinceLastYear()), Has("employeeCount", Within(at_least=Decimal(20), under=Decimal("300.5"))),
            Has("foreignInvestmentRatio", Within(over=Decimal(50))),
            Share("insuredEmployeeCount", "employeeCount", Decimal("1.6"), "at least"),
        )),
    ),
    "many_values": (
        "Person",
        Both((
            Has("assistanceCategory", OneOf(("3", "4"))), Has("practisingQualification", Contains("律师")),
            Has("leaseContractNumber", Present()), Differs("hukouDivision", "residenceDivision"),
        )),
    ),
    "spouse": ("Person", Far(Step("SPOUSE_OF", True, "Person"), Both((Has("deathDate", Present()), EVER)), 1)),
    "counted": ("Person", OnlyOne((Far(CHILD, UNDER_AGE, 3), Far(CHILD, None, 1, 2), Far(CHILD, None, 0, 0)))),
    "nested": (
        "Person",
        Far(
            Step("MEMBER_OF_HOUSEHOLD", True, "Household"),
            Far(Step("MEMBER_OF_HOUSEHOLD", False, "Person"), Not(Has("deathDate", Present())), 1, 1),
            1,
        ),
    ),
    "apart": ("Enterprise", Apart(Step("OPERATES_AT", True, "Address"), Step("REGISTERED_AT", True, "Address"))),
    "of_several_classes": ("Person", Far(Step("HELD_BY", False, "Licence"), Far(Step("HELD_BY", True, "Enterprise"), None, 1), 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", RULES)
def test_rules_as_cypher(model: Model, name: str) -> None:
    cls, rule = RULES[name]
    found = compile_rules(model, cls, {name: rule})
    constants = "\n".join(f"// ${key} = {value!r}" for key, value in found.parameters.items())
    assert f"{found.asked[0].rows}\n{constants}\n" == (GOLDEN / f"{name}.cypher").read_text("utf-8")


def test_a_page_and_a_count(model: Model) -> None:
    cls, rule = RULES["minor"]
    page, count = compile_rules(model, cls, {"minor": rule}).asked[0].page, compile_count(model, cls, rule).text
    assert f"{page}\n\n{count}\n" == (GOLDEN / "page_and_count.cypher").read_text("utf-8")


def test_the_days_are_parameters() -> None:
    rules = [rule for _, rule in RULES.values()]
    assert boundary_parameters(rules, date(2021, 5, 31)) == {
        "ago_P18Y_from": "2003-06-01", "ago_P60Y_to": "1961-05-31", "past_to": "2021-05-30",
        "school_years_7_6_from": "2014-09-01", "school_years_7_6_to": "2015-08-31",
        "next_P3M_from": "2021-05-31", "next_P3M_to": "2021-08-31", "coming_from": "2021-05-31", "since_last_year_from": 2020,
    }  # fmt: skip


def test_many_rules_are_several_statements_and_each_is_in_one(model: Model) -> None:
    rules = {f"{name}{number}": RULES[name][1] for name in ("spouse", "minor", "counted") for number in range(30)}
    found = compile_rules(model, "Person", rules)
    assert [place for item in found.asked for place in range(item.first, item.last)] == list(range(90))
    assert found.tags[:30] == tuple(f"minor{number}" for number in range(30))
    assert list(found.concerning([26])) == [found.asked[1]]
    assert compile_rules(model, "Person", {}).asked == ()


def test_no_value_stands_in_the_text(model: Model) -> None:
    cls, rule = RULES["many_values"]
    for text in (compile_rules(model, cls, {"x": rule}).asked[0].rows, compile_columns(model, cls, {"x": rule}).text):
        assert "律师" not in text


def test_constants_of_two_rules_keep_apart(model: Model) -> None:
    one, other = (compile_condition(model, RULES["many_values"][1], "n", prefix) for prefix in ("a", "b"))
    assert "n.assistanceCategory" in one.text
    assert not one.parameters.keys() & other.parameters.keys()


def test_only_plain_names_become_labels() -> None:
    with pytest.raises(ValueError, match="no plain name"):
        label("Person) DETACH DELETE (n")


def tagged(model: Model, name: str) -> Model:
    cls, rule = RULES[name]
    nothing = Label("", "")
    return replace(model, tags={name: Tag(name, cls, nothing, nothing, "", 1, nothing, (), 1, rule, 0)})


@pytest.mark.parametrize(
    ("name", "reached"),
    [
        ("minor", {("Person", "birthDate"): (), ("Person", "deceased"): ()}),
        ("spouse", {("Person", "SPOUSE_OF"): (), ("Person", "deathDate"): (Step("SPOUSE_OF", False, "Person"),)}),
        ("apart", {("Enterprise", "OPERATES_AT"): (), ("Enterprise", "REGISTERED_AT"): ()}),
        (
            "nested",
            {
                ("Person", "MEMBER_OF_HOUSEHOLD"): (),
                ("Household", "MEMBER_OF_HOUSEHOLD"): (Step("MEMBER_OF_HOUSEHOLD", False, "Person"),),
                ("Person", "deathDate"): (
                    Step("MEMBER_OF_HOUSEHOLD", True, "Household"),
                    Step("MEMBER_OF_HOUSEHOLD", False, "Person"),
                ),
            },
        ),
    ],
)
def test_a_change_reaches_the_subjects_over_the_way_back(
    model: Model, name: str, reached: dict[tuple[str, str], tuple[Step, ...]]
) -> None:
    assert reach(tagged(model, name)) == {changed: ((name, way),) for changed, way in reached.items()}
