"""Random rules over the real ontology: Hypothesis strategies that every test of tags shares. Graphs for them: worlds.py."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from hypothesis import strategies as st

from tests.tags.worlds import (
    DAYS,
    NUMBERS,
    RELATIONS,
    SCHOOL,
    SPANS,
    TEXTS,
    UNTESTED,
    WORDS,
    Words,
    World,
    codes,
    terms,
    worlds,
)
from twopages.ontology.model import Attribute, Model, Part
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
    Step,
    Test,
    Within,
)

APART = {
    "Person": (("RESIDES_AT", "REGISTERED_RESIDENCE_AT", "Address"), ("PARENT_OF", "GUARDIAN_OF", "Person")),
    "Enterprise": (("OPERATES_AT", "REGISTERED_AT", "Address"), ("INVESTS_IN", "GUARANTEES", "Enterprise")),
}
COMPARED = {
    "Person": (("pensionMonthly", "socialInsuranceBase"),),
    "Enterprise": (("insuredEmployeeCount", "employeeCount"), ("electricityUseMonth", "electricityUseYearAgo")),
}
DIFFERING = {"Person": (("hukouDivision", "residenceDivision"), ("birthDate", "deathDate"))}
COUNTS = ((1, None), (1, None), (0, 0), (2, None), (1, 1), (0, 1), (2, 2), (1, 2))
PERCENTS = tuple(map(Decimal, ("0", "1.6", "50", "90", "100")))


def tests_of(model: Model, term: Attribute | Part) -> st.SearchStrategy[Test]:
    """A test that the kind of an attribute or part allows."""
    present: st.SearchStrategy[Test] = st.just(Present())
    return present if term.kind in UNTESTED else st.one_of(present, _value_tests(model, term))


def _value_tests(model: Model, term: Attribute | Part) -> st.SearchStrategy[Test]:
    match term.kind:
        case "date" | "partialDate":
            return timed_tests()
        case "boolean":
            return st.booleans().map(lambda truth: OneOf((truth,)))
        case "year":
            return st.just(SinceLastYear())
        case "integer" | "money" | "decimal" | "percentage":
            return withins()
    if not term.codes:
        return st.sampled_from(TEXTS).map(Contains)
    some = st.lists(st.sampled_from(codes(model, term)), min_size=1, max_size=2, unique=True)
    return some.map(lambda chosen: OneOf(tuple(chosen)))


def timed_tests() -> st.SearchStrategy[Test]:
    """A test of a day."""
    spans = st.sampled_from(SPANS)
    return st.one_of(
        st.builds(Ago, spans, st.booleans()),
        st.builds(Next, spans),
        st.sampled_from((Past(), Coming())),
        st.sampled_from([SchoolYears(*pair) for pair in SCHOOL]),
    )


def withins() -> st.SearchStrategy[Test]:
    """Bounds of a number; one of them at least."""
    bound = st.sampled_from(NUMBERS).map(Decimal)
    low = st.sampled_from(("at_least", "over"))
    high = st.sampled_from(("at_most", "under"))
    one = st.tuples(st.one_of(low, high), bound).map(lambda it: Within(**{it[0]: it[1]}))
    two = st.tuples(low, bound, high, bound).map(lambda it: Within(**{it[0]: it[1], it[2]: it[3]}))
    return st.one_of(one, two)


def steps(model: Model, cls: str) -> list[Step]:
    """Every way over a relation of the words from a class; a symmetric one only forward."""
    found = []
    for relation in (model.relations[name] for name in RELATIONS):
        if cls in relation.from_classes:
            found += [Step(relation.id, True, far) for far in relation.to_classes if far in WORDS]
        if cls in relation.to_classes and not relation.symmetric:
            found += [Step(relation.id, False, far) for far in relation.from_classes if far in WORDS]
    return found


@st.composite
def _has(draw: st.DrawFn, words: Words, cls: str) -> Condition:
    term = draw(st.sampled_from(list(terms(words, cls))))
    return Has(term.id, draw(tests_of(words.model, term)))


@st.composite
def _has_part(draw: st.DrawFn, words: Words, relation: str) -> Condition:
    part = draw(st.sampled_from(list(words.model.relations[relation].parts.values())))
    return Has(part.id, draw(tests_of(words.model, part)), part=True)


@st.composite
def _far(draw: st.DrawFn, words: Words, cls: str, depth: int) -> Condition:
    step = draw(st.sampled_from(steps(words.model, cls)))
    least, most = draw(st.sampled_from(COUNTS))
    where = draw(st.one_of(st.none(), conditions(words, step.cls, depth - 1, step.relation)))
    return Far(step, where, least, most)


def _leaves(words: Words, cls: str, depth: int, relation: str) -> Iterator[st.SearchStrategy[Condition]]:
    yield from [_has(words, cls)] * 2
    if relation and words.model.relations[relation].parts:
        yield _has_part(words, relation)
    if depth > 0:
        yield _far(words, cls, depth)
    if depth > 0 and cls in APART:
        yield st.sampled_from(APART[cls]).map(lambda it: Apart(Step(it[0], True, it[2]), Step(it[1], True, it[2])))
    if cls in COMPARED:
        by = st.sampled_from(("at least", "at most", "more than", "less than"))
        both = st.sampled_from(COMPARED[cls])
        yield st.builds(lambda it, percent, how: Share(it[0], it[1], percent, how), both, st.sampled_from(PERCENTS), by)
    if cls in DIFFERING:
        yield st.sampled_from(DIFFERING[cls]).map(lambda it: Differs(*it))


@lru_cache
def conditions(words: Words, cls: str, depth: int = 2, relation: str = "") -> st.SearchStrategy[Condition]:
    """A rule about a class, going over at most `depth` relations in a row; `relation` is the one over which one came, if any."""
    leaves = tuple(_leaves(words, cls, depth, relation))
    return st.recursive(st.one_of(*leaves), _compounds, max_leaves=3)


def _compounds(terms: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(terms, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(Both), several.map(Either), several.map(OnlyOne), terms.map(Not))


@dataclass(frozen=True, slots=True)
class Case:
    """A day, a graph, and rules (class, condition) to be tried on it."""

    day: date
    world: World
    rules: tuple[tuple[str, Condition], ...]


def cases(model: Model, rules: int = 8) -> st.SearchStrategy[Case]:
    """A graph with several rules: each rule is tried on every entity of its class."""
    return _cases(Words(model), rules)


@st.composite
def _cases(draw: st.DrawFn, words: Words, rules: int) -> Case:
    day = draw(st.sampled_from(DAYS))
    classes = draw(
        st.lists(st.sampled_from(("Person", "Person", "Enterprise", "Licence")), min_size=rules, max_size=rules)
    )
    return Case(day, draw(worlds(words, day)), tuple((cls, draw(conditions(words, cls))) for cls in classes))
