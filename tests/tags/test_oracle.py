"""The oracle: two SHACL engines that know nothing of each other, nor of us, judge the same rules over the graph written as RDF."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from pyoxigraph import RdfFormat, Triple, parse

from tests.conftest import City
from tests.tags.engines import ENGINES, Ask, ask_rust
from tests.tags.reference import View, holds
from tests.tags.sample import Holders, Sample, choose, depth, read_holders, read_sample
from tests.tags.shapes import PREFIXES, tag
from tests.tags.trees import Case, cases
from tests.tags.worlds import Edge, Node, World
from twopages.graph import Store
from twopages.ontology.export import Thing, Tie, describe, probes, read_shapes, today, turtle
from twopages.ontology.model import Model
from twopages.ontology.rule import (
    Ago,
    Both,
    Coming,
    Condition,
    Either,
    Far,
    Has,
    Not,
    OneOf,
    Past,
    Present,
    Share,
    Span,
    Step,
    Within,
    walk,
)
from twopages.settings import Settings
from twopages.values import Value

DAY = date(2024, 2, 29)
CASES = 2000  # rules on graphs that a run of the random test tries at least
RULES = 8  # that one random graph is tried with
MOST = {"Person": 40, "Enterprise": 25}  # subjects of the city that the slower engine is asked about

Outcomes = Mapping[tuple[str, str], bool]  # (tag, subject) -> whether the subject meets the rule


@dataclass(frozen=True)
class Question:
    """Shapes and data for the engines, and what they are expected to say."""

    shapes: str
    data: str
    expected: Outcomes

    def differences(self, engines: Mapping[str, Ask] = ENGINES) -> list[str]:
        """Each tag and subject about which not all agree, with what everyone said."""
        failing = {name: ask(self.shapes, self.data) for name, ask in engines.items()}
        said = {
            at: {"expected": meets} | {name: at not in found for name, found in failing.items()}
            for at, meets in self.expected.items()
        }
        return [_told(at, outcomes) for at, outcomes in said.items() if len(set(outcomes.values())) > 1]


def _told(at: tuple[str, str], outcomes: Mapping[str, bool]) -> str:
    words = (f"{name}: {'meets it' if meets else 'does not'}" for name, meets in outcomes.items())
    return f"{at[0]} of {at[1]}: {', '.join(words)}"


@pytest.fixture(scope="module")
def ontology() -> list[Triple]:
    """The shapes of all tags, and the components that they are made of."""
    return read_shapes(Settings().ontology / "tags")


@pytest.fixture(scope="module")
def components() -> list[Triple]:
    file = Settings().ontology / "tags" / "components.ttl"
    return list(parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True))


# ---- The graph of a city


@dataclass(frozen=True)
class Assigned:
    """The fed city: what stands in it, and who holds which tag on the day."""

    day: date
    sample: Sample
    holders: Holders

    def question(self, model: Model, shapes: Iterable[Triple], sample: Sample, asked: Mapping[str, str]) -> Question:
        """Who of the asked subjects meets which rule."""
        data = [*describe(model, sample.things.values(), sample.ties, asked), *self._today(model)]
        expected = {
            (item.id, id): id in self.holders[item.id]
            for item in model.tags.values()
            for id, cls in asked.items()
            if cls == item.cls
        }
        return Question(turtle(probes(shapes, {})), turtle(data), expected)

    def _today(self, model: Model) -> Iterable[Triple]:
        return today(self.day, [item.condition for item in model.tags.values()])


@pytest.fixture(scope="module")
def assigned(city: City, store: Store, model: Model) -> Assigned:
    """The shared city with its tags, and the day for which it has them: tests of commands bring it to today."""
    day = store.read("MATCH (s:Store) RETURN s.tagDay AS day")[0]["day"]
    return Assigned(date.fromisoformat(day), read_sample(store, model), read_holders(store, model))


def test_both_engines_find_the_tags_that_the_graph_of_a_city_has(
    assigned: Assigned, model: Model, ontology: list[Triple]
) -> None:
    subjects = {cls: choose(assigned.holders, assigned.sample.of_class(cls), most) for cls, most in MOST.items()}
    asked = {id: cls for cls, ids in subjects.items() for id in ids}
    reach = max(depth(item.condition) for item in model.tags.values())

    question = assigned.question(model, ontology, assigned.sample.around(asked, reach), asked)

    assert not (found := question.differences()), "\n".join(found)
    assert len(question.expected) > 40 * 100
    assert len({tag for (tag, _), meets in question.expected.items() if meets}) > len(model.tags) // 2


def test_the_faster_engine_finds_them_for_every_subject(
    assigned: Assigned, model: Model, ontology: list[Triple]
) -> None:
    asked = {id: cls for cls in MOST for id in assigned.sample.of_class(cls)}
    question = assigned.question(model, ontology, assigned.sample, asked)

    assert not (found := question.differences({"shacl": ask_rust})), "\n".join(found)


def test_a_tag_too_much_and_a_tag_too_few_are_found(assigned: Assigned, model: Model, ontology: list[Triple]) -> None:
    name, held = next(
        (name, held) for name, held in assigned.holders.items() if held and model.tags[name].cls == "Person"
    )
    loser, gainer = min(held), min(set(assigned.sample.of_class("Person")) - held)
    wrong = replace(assigned, holders={**assigned.holders, name: held - {loser} | {gainer}})
    asked = {loser: "Person", gainer: "Person"}

    question = wrong.question(model, ontology, assigned.sample.around(asked, 3), asked)

    assert set(question.differences()) == {
        f"{name} of {loser}: expected: does not, pyshacl: meets it, shacl: meets it",
        f"{name} of {gainer}: expected: meets it, pyshacl: does not, shacl: does not",
    }


# ---- Random rules and graphs


def beyond_rust(condition: Condition) -> bool:
    """Whether a rule multiplies by a percentage of which `shacl` loses the product (see the last test)."""
    return any(isinstance(term, Share) and (not term.percent or term.percent % 1) for term in walk(condition))


def ask_about(
    model: Model, components: list[Triple], case: Case, written: Iterable[Condition] | None = None
) -> Question:
    """What the rules of a case come to, asked in the words of other rules (`written`) where the oracle itself is tried."""
    nodes = case.world.nodes.values()
    things = [Thing(node.id, node.cls, node.values) for node in nodes]
    ties = [Tie(edge.relation, edge.start, edge.end, edge.parts) for edge in case.world.edges]
    conditions = list(written or (condition for _, condition in case.rules))
    rules = [
        (f"rule-{n}", cls, condition)
        for n, ((cls, _), condition) in enumerate(zip(case.rules, conditions, strict=True))
    ]
    text = PREFIXES + "".join(tag(model, *rule) for rule in rules)
    shapes = [*components, *parse(text, format=RdfFormat.TURTLE, rename_blank_nodes=True)]
    data = [*describe(model, things, ties, {node.id: node.cls for node in nodes}), *today(case.day, conditions)]
    return Question(turtle(probes(shapes, {})), turtle(data), outcomes(model, case))


def outcomes(model: Model, case: Case) -> Outcomes:
    """What the rules of a case come to when they are read as plainly as can be."""
    return {
        (f"rule-{number}", id): holds(View(model, case.world, case.day, id), condition)
        for number, (cls, condition) in enumerate(case.rules)
        for id in case.world.of_class(cls)
    }


def test_both_engines_read_random_rules_on_random_graphs_as_they_are_meant(
    model: Model, components: list[Triple]
) -> None:
    tried: list[int] = []
    met: list[bool] = []

    @settings(max_examples=CASES // RULES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=cases(model, RULES))
    def agree(case: Case) -> None:
        question = ask_about(model, components, case)
        lost = {f"rule-{number}" for number, (_, rule) in enumerate(case.rules) if beyond_rust(rule)}
        within = {at: meets for at, meets in question.expected.items() if at[0] not in lost}
        assert question.differences({"pyshacl": ENGINES["pyshacl"]}) == []
        assert replace(question, expected=within).differences({"shacl": ask_rust}) == []
        tried.append(len(case.rules))
        met.extend(question.expected.values())

    agree()

    assert sum(tried) >= CASES
    assert met.count(True) > len(met) // 5
    assert met.count(False) > len(met) // 5


# ---- The oracle can fail

ANNA, BOB = "test-anna", "test-bob"
HERS: Mapping[str, tuple[Value, ...]] = {
    "birthDate": ("2006-02-28",),
    "sex": ("1",),
    "deceased": (False,),
    "socialInsuranceMonths": (50,),
    "pensionMonthly": ("50",),
    "socialInsuranceBase": ("100",),
}
FAMILY = World(
    {ANNA: Node(ANNA, "Person", HERS), BOB: Node(BOB, "Person", {})},
    (Edge("PARENT_OF", ANNA, BOB, {}), Edge("GUARDIAN_OF", ANNA, BOB, {"until": "2024-02-28"})),
)
ADULT, MALE, CHILD = (
    Has("birthDate", Ago(Span(18, "Y"), True)),
    Has("sex", OneOf(("1",))),
    Step("PARENT_OF", True, "Person"),
)
WRONG: Mapping[str, tuple[Condition, Condition]] = {
    "a day beside the right one": (ADULT, Has("birthDate", Ago(Span(18, "Y"), False))),
    "another distance": (ADULT, Has("birthDate", Ago(Span(19, "Y"), True))),
    "another side of today": (Has("birthDate", Past()), Has("birthDate", Coming())),
    "another code": (MALE, Has("sex", OneOf(("2",)))),
    "the other truth": (Has("deceased", OneOf((False,))), Has("deceased", OneOf((True,)))),
    "a bound left out": (
        Has("socialInsuranceMonths", Within(at_least=Decimal(50))),
        Has("socialInsuranceMonths", Within(over=Decimal(50))),
    ),
    "all for some": (Either((MALE, Not(ADULT))), Both((MALE, Not(ADULT)))),
    "a missing value that counts": (Has("deathDate", Past()), Not(Has("deathDate", Coming()))),
    "a relation the wrong way": (Far(CHILD, None, 1), Far(Step("PARENT_OF", False, "Person"), None, 1)),
    "one too few": (Far(CHILD, None, 1), Far(CHILD, None, 2)),
    "one too many": (Far(CHILD, None, 1), Far(CHILD, None, 0, 0)),
    "a relation that is over": (
        Far(Step("GUARDIAN_OF", True, "Person"), Has("until", Past(), part=True), 1),
        Far(Step("GUARDIAN_OF", True, "Person"), Has("until", Coming(), part=True), 1),
    ),
    "a part of the relation that is there": (
        Far(Step("GUARDIAN_OF", True, "Person"), Has("until", Present(), part=True), 1),
        Far(Step("GUARDIAN_OF", True, "Person"), Not(Has("until", Present(), part=True)), 1),
    ),
    "a share that is just met": (
        Share("pensionMonthly", "socialInsuranceBase", Decimal(50), "at most"),
        Share("pensionMonthly", "socialInsuranceBase", Decimal(50), "less than"),
    ),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_rule_is_found(model: Model, components: list[Triple], wrong: str, engine: str) -> None:
    meant, written = WRONG[wrong]
    case = Case(DAY, FAMILY, (("Person", meant),))
    asked = {engine: ENGINES[engine]}

    assert ask_about(model, components, case).differences(asked) == []
    found = ask_about(model, components, case, [written]).differences(asked)
    assert f"rule-0 of {ANNA}" in {text.split(":")[0] for text in found}


def test_shacl_still_loses_products_of_nothing_and_a_fraction(model: Model, components: list[Triple]) -> None:
    """No rule of the ontology multiplies so; when this fails, `beyond_rust` is to go."""
    nothing = World({ANNA: Node(ANNA, "Person", {"pensionMonthly": ("0",), "socialInsuranceBase": ("0",)})}, ())
    rule = Share("pensionMonthly", "socialInsuranceBase", Decimal("1.6"), "at most")
    question = ask_about(model, components, Case(DAY, nothing, (("Person", rule),)))

    assert question.differences() == [f"rule-0 of {ANNA}: expected: meets it, pyshacl: meets it, shacl: does not"]
    assert not any(beyond_rust(item.condition) for item in model.tags.values())
