"""What explanations tell: the same, whatever the values are that a purpose does not give, as long as the tag is the same."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from twopages.access.decision import Decision
from twopages.access.explained import Conditions, Explained
from twopages.dossier import Dossier, Envelope, Far, Link, LinkPage
from twopages.dossier.rule_view import Scope, scope_of, view_of
from twopages.dossier.tagged import Explanation
from twopages.dossier.told import Line, line
from twopages.ontology.model import Model
from twopages.ontology.purpose import FarElements
from twopages.ontology.rule import Both, Condition, Either, Has, Not, OneOf, OnlyOne, Present, Step
from twopages.ontology.rule import Far as Behind
from twopages.tags.explain import by_absence, explain, would_have_to_change

DAY = date(2021, 6, 30)
SEEN = ("pensionReceiving", "consumptionRestricted")
MASKED, DENIED = "livingAlone", "longTermCareInsured"
USABLE = "licenceUsable"
LICENCE, CHILD, SPOUSE = (
    Step("HELD_BY", False, "Licence"),
    Step("PARENT_OF", True, "Person"),
    Step("SPOUSE_OF", True, "Person"),
)
Truth = bool | None


@dataclass(frozen=True)
class World:
    """What is on record: of the subject, of each licence and each child, and whether there is a spouse."""

    own: Mapping[str, Truth]
    licences: tuple[Mapping[str, Truth], ...] = ()
    children: tuple[Mapping[str, Truth], ...] = ()
    spouse: bool = False

    def dossier(self, scope: Scope) -> Dossier:
        links = (self.page(relation) for relation, _ in scope.beyond)
        return Dossier("own", "Person", "某人", _envelopes(self.own), (), tuple(links))

    def page(self, relation: str) -> LinkPage:
        cls = "Licence" if relation == LICENCE.relation else "Person"
        known = {"HELD_BY": self.licences, "PARENT_OF": self.children, "SPOUSE_OF": ({},) * self.spouse}[relation]
        far = [Far(f"{relation}{place}", cls, f"第{place}个") for place in range(len(known))]
        told = (_envelopes(values) for values in known)
        links = (Link(relation, True, one, {}, (), (), values) for one, values in zip(far, told, strict=True))
        return LinkPage(tuple(links), more=False)


def _envelopes(values: Mapping[str, Truth]) -> dict[str, Envelope]:
    return {name: Envelope(name, (value,), ()) for name, value in values.items() if value is not None}


@st.composite
def _pairs(draw: st.DrawFn, usable: bool) -> tuple[World, World]:
    """Two worlds that differ in what is not given alone."""
    numbers, truth = [draw(st.integers(0, 2)) for _ in range(2)], st.sampled_from((True, False, None))
    behind = (USABLE, SEEN[0]) if usable else ("", "")
    own, *shared = (draw(st.fixed_dictionaries(dict.fromkeys(names, truth))) for names in (SEEN, behind, behind))

    def some(number: int, place: int, *names: str) -> tuple[Mapping[str, Truth], ...]:
        told = (draw(st.fixed_dictionaries(dict.fromkeys(names, truth))) for _ in range(number))
        return tuple(values | shared[place] for values in told)

    def world() -> World:
        hidden = draw(st.fixed_dictionaries({MASKED: truth, DENIED: truth}))
        licences, children = some(numbers[0], 0, USABLE), some(numbers[1], 1, SEEN[0], DENIED)
        return World(own | hidden, licences, children, draw(st.booleans()))

    return world(), world()


def _leaves() -> st.SearchStrategy[Condition]:
    tests = st.sampled_from((OneOf((True,)), OneOf((False,)), Present()))
    own = st.builds(Has, st.sampled_from((*SEEN, *SEEN, MASKED, DENIED)), tests)
    counts = st.sampled_from(((1, None), (0, 0), (2, None), (1, 1)))
    far = [_far(LICENCE, st.builds(Has, st.just(USABLE), tests), counts)]
    far += [_far(CHILD, st.builds(Has, st.sampled_from((SEEN[0], DENIED)), tests), counts), _far(SPOUSE, None, counts)]
    return st.one_of(own, *far)


def _far(
    step: Step, where: st.SearchStrategy[Condition] | None, counts: st.SearchStrategy[tuple[int, int | None]]
) -> st.SearchStrategy[Condition]:
    inner = st.none() if where is None else st.one_of(st.none(), where)
    return st.builds(lambda inner, count: Behind(step, inner, *count), inner, counts)


def _compounds(terms: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(terms, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(Both), several.map(Either), several.map(OnlyOne), terms.map(Not))


RULES = st.recursive(_leaves(), _compounds, max_leaves=5)


def _decision(model: Model, usable: bool) -> Decision:
    """Gives some of the subject, and of licences whether they are usable, of children one thing, or neither."""
    purpose = model.purposes["self-view-person"]
    named = {LICENCE.relation: USABLE, CHILD.relation: SEEN[0]} if usable else {}
    far = {relation: FarElements(frozenset({name})) for relation, name in named.items()}
    narrow = replace(
        purpose,
        attributes=frozenset({*SEEN, MASKED}),
        masked=frozenset({MASKED}),
        relations=frozenset({LICENCE.relation, CHILD.relation}),
        far=far,
    )
    return Decision.of(model, model.viewer_roles[purpose.role], narrow)


def _raw(model: Model, rule: Condition, world: World) -> Explanation:
    scope = scope_of([rule])
    view = view_of(world.dossier(scope), scope)
    outcome = explain(rule, view, DAY)
    change = would_have_to_change(model, outcome, DAY)
    return Explanation("tried", outcome.holds, by_absence(outcome), line(model, outcome, view, DAY), change, DAY)


def _told(decision: Decision, explanation: Explanation) -> Explanation:
    def kept(cls: str, text: str) -> str:
        return text

    return Explained(Conditions(decision), lambda envelope: envelope, kept).explanation(explanation)


@given(data=st.data())
def test_an_explanation_is_the_same_whatever_the_hidden_values_are(model: Model, data: st.DataObject) -> None:
    usable = data.draw(st.booleans())
    rule, (one, other) = data.draw(RULES), data.draw(_pairs(usable))
    raw = [_raw(model, rule, world) for world in (one, other)]
    assume(raw[0].holds == raw[1].holds)
    first, second = (_told(_decision(model, usable), item) for item in raw)
    assert first == second


@given(data=st.data())
def test_an_explanation_of_what_is_given_is_whole(model: Model, data: st.DataObject) -> None:
    own = st.builds(Has, st.sampled_from(SEEN), st.sampled_from((OneOf((True,)), Present())))
    seen = st.one_of(own, _far(LICENCE, st.builds(Has, st.just(USABLE), st.just(Present())), st.just((1, None))))
    rule, (world, _) = data.draw(st.recursive(seen, _compounds, max_leaves=5)), data.draw(_pairs(True))
    raw = _raw(model, rule, world)
    assert _told(_decision(model, True), raw) == raw


@pytest.fixture
def decision(model: Model) -> Decision:
    return _decision(model, usable=False)


YES = OneOf((True,))
A, B, HIDDEN = Has(SEEN[0], YES), Has(SEEN[1], YES), Has(DENIED, YES)
WORLD = World({SEEN[0]: True, SEEN[1]: False, MASKED: True, DENIED: False}, children=({SEEN[0]: True},))


def _outcomes(told: Line) -> list[tuple[bool | None, str]]:
    return [(item.holds, item.withheld) for item in told.children]


BESIDE = "RESTS_ON_WITHHELD"


@pytest.mark.parametrize(
    "rule, expected",
    [
        (Both((A, HIDDEN)), [(None, BESIDE), (None, "NOT_IN_PURPOSE")]),
        (Both((B, HIDDEN)), [(False, ""), (None, "NOT_IN_PURPOSE")]),
        (Either((B, HIDDEN)), [(None, BESIDE), (None, "NOT_IN_PURPOSE")]),
        (Either((A, HIDDEN)), [(True, ""), (None, "NOT_IN_PURPOSE")]),
        (Either((A, Has(MASKED, YES))), [(True, ""), (None, "MASKED_IN_PURPOSE")]),
        (Either((A, Both((B, HIDDEN)))), [(True, ""), (False, "")]),
        (Either((A, Both((A, HIDDEN)))), [(True, ""), (None, BESIDE)]),
    ],
)
def test_conditions_say_how_they_came_out_where_what_is_given_decides(
    model: Model, decision: Decision, rule: Condition, expected: list[tuple[bool | None, str]]
) -> None:
    told = _told(decision, _raw(model, rule, WORLD))
    assert _outcomes(told.line) == expected
    assert told.line.holds == told.holds and told.change is None


def test_nothing_is_told_of_who_counts_for_what_is_hidden(model: Model, decision: Decision) -> None:
    told = _told(decision, _raw(model, Behind(CHILD, Has(SEEN[0], YES), 1), WORLD)).line
    assert told.holds and told.ends and (told.ends.all, told.ends.met) == (1, None)
    child = told.ends.named[0]
    assert child.met is None and child.line and (child.line.holds, child.line.withheld) == (None, "NOT_IN_PURPOSE")
    assert child.line.values[0].veiled


def test_a_relation_that_is_not_given_has_no_ends(model: Model, decision: Decision) -> None:
    told = _told(decision, _raw(model, Both((B, Behind(SPOUSE, None, 1))), WORLD)).line
    assert told.children[1].ends is None and told.children[1].withheld == "NOT_IN_PURPOSE"
