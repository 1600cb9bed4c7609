"""How a rule comes out, on what it rests, and what would have to change: against the plain meaning of rules, and by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tags.reference import View as Meant
from tests.tags.reference import holds
from tests.tags.seen import Seen
from tests.tags.trees import Case, cases
from tests.tags.worlds import World
from twopages.ontology.model import Model
from twopages.ontology.rule import (
    Ago,
    Apart,
    Both,
    Coming,
    Condition,
    Differs,
    Either,
    Far,
    Has,
    Not,
    OneOf,
    OnlyOne,
    Present,
    Share,
    Span,
    Step,
    Within,
    walk,
)
from twopages.tags.absence import certain
from twopages.tags.explain import Edge, Used, by_absence, explain, needed
from twopages.values import Value

DAY = date(2021, 6, 30)
MINOR = Has("birthDate", Ago(Span(18, "Y"), or_more=False))
LISTED = Has("seriousViolationListed", OneOf((True,)))
ARREARS = Has("taxArrears", Within(over=Decimal(0)))
CHILD = Step("PARENT_OF", True, "Person")


@dataclass(frozen=True)
class Made:
    """An entity made by hand: one value an attribute, relations by name."""

    id: str
    told: Mapping[str, Value] = field(default_factory=dict)
    ends: Mapping[str, list[Edge]] = field(default_factory=dict)
    cls: str = "Person"

    def values(self, attribute: str) -> list[Value]:
        return [self.told[attribute]] if attribute in self.told else []

    def records(self, attribute: str) -> tuple[str, ...]:
        return (f"r-{attribute}",) if attribute in self.told else ()

    def far(self, step: Step) -> list[Edge]:
        return self.ends.get(step.relation, [])


def tried(case: Case, model: Model) -> list[tuple[Condition, Seen, Meant]]:
    return [
        (rule, Seen(model, case.world, id), Meant(model, case.world, case.day, id))
        for cls, rule in case.rules
        for id in case.world.of_class(cls)
    ]


RANDOM = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@pytest.fixture(scope="module")
def made_up(model: Model) -> st.SearchStrategy[Case]:
    return cases(model)


@RANDOM
@given(data=st.data())
def test_outcomes_are_what_rules_mean(data: st.DataObject, model: Model, made_up: st.SearchStrategy[Case]) -> None:
    case = data.draw(made_up)
    for rule, seen, meant in tried(case, model):
        outcome = explain(rule, seen, case.day)
        assert outcome.holds == holds(meant, rule)
        sure = holds(meant, certain(rule))
        assert sure == (outcome.holds and not outcome.missing)
        assert holds(meant, certain(Not(rule))) == (not outcome.holds and not outcome.missing)


@RANDOM
@given(data=st.data())
def test_what_is_needed_is_not_so_and_would_do(
    data: st.DataObject, model: Model, made_up: st.SearchStrategy[Case]
) -> None:
    case = data.draw(made_up)
    for rule, seen, meant in tried(case, model):
        outcome = explain(rule, seen, case.day)
        wanted = needed(outcome)
        assert (wanted is None) == outcome.holds
        if wanted is not None:
            assert not holds(meant, wanted)
            assert set(map(type, walk(wanted))) <= set(map(type, walk(rule))) | {Not, Both, Either}


@RANDOM
@given(data=st.data())
def test_an_outcome_that_rests_on_nothing_missing_stands_whatever_is_learnt(
    data: st.DataObject, model: Model, made_up: st.SearchStrategy[Case]
) -> None:
    case, fuller = data.draw(made_up), data.draw(made_up)
    learnt = _filled(case.world, fuller.world)
    for rule, seen, meant in tried(case, model):
        if not _asks_presence(rule) and not explain(rule, seen, case.day).missing:
            assert holds(replace(meant, world=learnt), rule) == holds(meant, rule)


def _filled(world: World, other: World) -> World:
    """The graph with values of the other where it has none; its relations as they are."""
    nodes = {
        id: replace(node, values={**(other.nodes[id].values if id in other.nodes else {}), **node.values})
        for id, node in world.nodes.items()
    }
    return World(nodes, world.edges)


def _asks_presence(rule: Condition) -> bool:
    return any(isinstance(term, Has) and isinstance(term.test, Present) for term in walk(rule))


def test_a_value_that_is_not_there_makes_its_opposite_hold_by_absence() -> None:
    outcome = explain(Not(Either((LISTED, ARREARS))), Made("e"), DAY)
    assert outcome.holds
    assert by_absence(outcome)
    assert [used.values for child in outcome.children[0].children for used in child.used] == [(), ()]


def test_one_value_that_settles_it_leaves_nothing_to_absence() -> None:
    known = Made("e", {"seriousViolationListed": False, "taxArrears": "0"})
    assert not by_absence(explain(Not(Either((LISTED, ARREARS))), known, DAY))
    listed = explain(Not(Either((LISTED, ARREARS))), Made("e", {"seriousViolationListed": True}), DAY)
    assert not listed.holds
    assert not listed.missing


def test_absence_that_the_rule_asks_for_is_nothing_missing() -> None:
    alive = explain(Both((MINOR, Not(Has("deathDate", Present())))), Made("p", {"birthDate": "2010"}), DAY)
    assert alive.holds
    assert not by_absence(alive)
    assert not by_absence(explain(Far(CHILD, None, 0, 0), Made("p"), DAY))


def test_the_values_are_named_with_their_records() -> None:
    outcome = explain(MINOR, Made("p", {"birthDate": "2010-05"}), DAY)
    assert outcome.used == (Used("p", "Person", "birthDate", "", ("2010-05",), ("r-birthDate",)),)


def test_far_ends_tell_which_of_them_count_and_why() -> None:
    ended = Edge(Made("a", {"birthDate": "2015-01-01"}), {"until": "2020-01-01"}, ("g1",))
    lasting = Edge(Made("b", {"birthDate": "1990-01-01"}), {"until": "2022-01-01"}, ("g2",))
    guardian = Far(Step("GUARDIAN_OF", True, "Person"), Both((Has("until", Coming(), part=True), MINOR)), 1)
    outcome = explain(guardian, Made("p", ends={"GUARDIAN_OF": [ended, lasting]}), DAY)
    assert not outcome.holds
    assert [(end.id, end.met) for end in outcome.ends] == [("a", False), ("b", False)]
    first = outcome.ends[0].outcome
    assert first is not None
    assert first.children[0].used == (Used("a", "Person", "until", "GUARDIAN_OF", ("2020-01-01",), ("g1",)),)
    assert needed(outcome) == guardian


@pytest.mark.parametrize(
    ("ages", "missing"),
    [
        (["2015", "2016", "2017"], False),
        (["2015", "2016", None], True),
        (["2015", "2016", "1990"], False),
        (["2015", None], False),
    ],
)
def test_a_count_is_open_only_where_what_is_missing_could_decide_it(ages: list[str | None], missing: bool) -> None:
    ends = [Edge(Made(str(n), {} if age is None else {"birthDate": age}), {}) for n, age in enumerate(ages)]
    assert explain(Far(CHILD, MINOR, 3), Made("p", ends={"PARENT_OF": ends}), DAY).missing == missing


def test_one_far_end_counts_once() -> None:
    ends = [Edge(Made("same"), {}), Edge(Made("same"), {})]
    assert not explain(Far(CHILD, None, 2), Made("p", ends={"PARENT_OF": ends}), DAY).holds


@pytest.mark.parametrize(
    ("told", "holds_", "missing"),
    [
        ({"a": "49.9", "b": "100"}, True, False),
        ({"a": "50", "b": "100"}, False, False),
        ({"a": "0", "b": "0"}, False, False),
        ({"a": "1"}, False, True),
    ],
)
def test_shares_need_both_numbers(told: Mapping[str, Value], holds_: bool, missing: bool) -> None:
    outcome = explain(Share("a", "b", Decimal(50), "less than"), Made("e", told), DAY)
    assert (outcome.holds, outcome.missing) == (holds_, missing)


def test_two_attributes_differ_only_where_both_are_there() -> None:
    assert explain(Differs("a", "b"), Made("p", {"a": "1", "b": "2"}), DAY).holds
    assert not explain(Differs("a", "b"), Made("p", {"a": "1", "b": "1"}), DAY).holds
    alone = explain(Differs("a", "b"), Made("p", {"a": "1"}), DAY)
    assert (alone.holds, alone.missing) == (False, True)


def test_far_ends_in_common_are_named() -> None:
    apart = Apart(Step("A", True, "Address"), Step("B", True, "Address"))
    here, there = Edge(Made("here"), {}), Edge(Made("there"), {})
    shared = explain(apart, Made("e", ends={"A": [here, there], "B": [here]}), DAY)
    assert not shared.holds
    assert [(end.id, end.met) for end in shared.ends] == [("here", False), ("there", True)]
    assert explain(apart, Made("e", ends={"A": [here], "B": [there]}), DAY).holds


def test_what_would_have_to_change_is_the_least_that_fails() -> None:
    rule = Both((MINOR, Not(Either((LISTED, ARREARS))), Has("sex", OneOf(("1",)))))
    view = Made("p", {"birthDate": "2015", "seriousViolationListed": True, "taxArrears": "0", "sex": "2"})
    assert needed(explain(rule, view, DAY)) == Both((Not(LISTED), Has("sex", OneOf(("1",)))))


def test_any_of_several_ways_would_do() -> None:
    assert needed(explain(Either((LISTED, ARREARS)), Made("e"), DAY)) == Either((LISTED, ARREARS))
    both = Made("e", {"seriousViolationListed": True, "taxArrears": "5"})
    assert needed(explain(Not(Both((LISTED, ARREARS))), both, DAY)) == Either((Not(LISTED), Not(ARREARS)))
    assert needed(explain(OnlyOne((LISTED, ARREARS)), both, DAY)) == OnlyOne((LISTED, ARREARS))


def test_what_is_named_makes_it_hold() -> None:
    rule = Both((MINOR, Not(LISTED)))
    before = Made("p", {"birthDate": "1990", "seriousViolationListed": True})
    assert needed(explain(rule, before, DAY)) == Both((MINOR, Not(LISTED)))
    assert explain(rule, Made("p", {"birthDate": "2010"}), DAY).holds
    assert needed(explain(rule, Made("p", {"birthDate": "2010"}), DAY)) is None
