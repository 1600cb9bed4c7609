"""Small made-up graphs for rules to be tried on: Hypothesis strategies that every test of tags shares."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from hypothesis import strategies as st

from twopages.ontology.model import Attribute, Model, Part, Relation
from twopages.ontology.rule import Span, back
from twopages.values import Value

# The days on which rules are tried: ends of months, a leap day, both sides of 1 September and of New Year.
DAYS = tuple(
    map(date.fromisoformat, ("2021-06-30", "2024-02-29", "2023-08-31", "2023-09-01", "2023-12-31", "2025-03-31"))
)
SPANS = (Span(60, "D"), Span(1, "M"), Span(3, "M"), Span(1, "Y"), Span(18, "Y"))
SCHOOL = ((7, 6), (6, 3))
NUMBERS = ("0", "0.1", "1.6", "49.99", "50", "51", "99.99", "100", "1000", "-1")
WHOLE = (0, 1, 2, 3, 50, 100)
TEXTS = ("甲", "执业医师", "执业助理医师", "律师", "a b")

# Attributes of every kind that a rule may test, few enough for rules and values to meet.
WORDS: Mapping[str, tuple[str, ...]] = {
    "Person": (
        "birthDate", "deathDate", "lastContributionMonth", "sex", "deceased", "assistanceCategory", "practisingQualification",
        "socialInsuranceMonths", "pensionMonthly", "socialInsuranceBase", "hukouDivision", "residenceDivision", "leaseContractNumber",
    ),
    "Enterprise": (
        "establishedDate", "socialInsurancePaidUntil", "enterpriseState", "seriousViolationListed", "keyIndustry", "annualReportYear",
        "employeeCount", "insuredEmployeeCount", "electricityUseMonth", "electricityUseYearAgo", "foreignInvestmentRatio", "formerName",
    ),
    "Licence": ("licenceValidUntil", "licenceState", "licenceType"),
    "Address": ("addressState", "addressDivision", "addressAlias"),
    "Household": ("householdSize",),
}  # fmt: skip
RELATIONS = (
    "SPOUSE_OF", "PARENT_OF", "GUARDIAN_OF", "MEMBER_OF_HOUSEHOLD", "RESIDES_AT", "REGISTERED_RESIDENCE_AT", "STUDIES_AT", "SHAREHOLDER_OF",
    "AGENT_OF", "INVESTS_IN", "GUARANTEES", "REGISTERED_AT", "OPERATES_AT", "HELD_BY", "PART_OF",
)  # fmt: skip
UNTESTED = frozenset({"name", "identityNumber", "uscc", "phone", "email", "address", "geometry"})


class Words:
    """The ontology for strategies: they print what they are made of, and a whole Model is 20 MB of text."""

    def __init__(self, model: Model) -> None:
        self.model = model

    def __repr__(self) -> str:
        return "Words()"


@dataclass(frozen=True, slots=True)
class Node:
    """An entity: its class, and the values of each attribute that it has any of."""

    id: str
    cls: str
    values: Mapping[str, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation as it is fused: one for a pair and type; numbers among its parts are texts here."""

    relation: str
    start: str
    end: str
    parts: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class World:
    """A small graph."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]

    def of_class(self, cls: str) -> list[str]:
        return [node.id for node in self.nodes.values() if node.cls == cls]


def codes(model: Model, term: Attribute | Part) -> tuple[str, ...]:
    """Three codes of a list: few, so that rules and values meet."""
    assert term.codes is not None
    return tuple(model.code_lists[term.codes].codes)[:3]


def days_around(day: date) -> tuple[str, ...]:
    """Days on and beside every boundary that a rule can have on a day."""
    ends = [day, *(back(day, Span(sign * span.count, span.unit)) for span in SPANS for sign in (1, -1))]
    ends += [date(day.year - years, 9, 1) for pair in SCHOOL for years in pair]
    return tuple(sorted({(end + timedelta(days=off)).isoformat() for end in ends for off in (-1, 0, 1)}))


def values(model: Model, term: Attribute | Part, day: date) -> st.SearchStrategy[Value]:
    """A value of an attribute or part, as the feed delivers it."""
    match term.kind:
        case "date":
            return st.sampled_from(days_around(day))
        case "partialDate":
            return st.tuples(st.sampled_from(days_around(day)), st.sampled_from((4, 7, 10))).map(
                lambda it: it[0][: it[1]]
            )
        case "boolean":
            return st.booleans()
        case "integer" | "year":
            return st.sampled_from(WHOLE) if term.kind == "integer" else st.integers(day.year - 3, day.year)
        case "money" | "decimal" | "percentage":
            return st.sampled_from(NUMBERS)
    return st.sampled_from(codes(model, term) if term.codes else TEXTS)


def terms(words: Words, cls: str) -> Iterator[Attribute]:
    yield from (words.model.attributes[name] for name in WORDS[cls])


@lru_cache
def tellings(words: Words, day: date, cls: str) -> st.SearchStrategy[dict[str, tuple[Value, ...]]]:
    """Values of an entity of a class: of any of its attributes."""
    few = {
        item.id: st.lists(values(words.model, item, day), min_size=1, max_size=2 if item.many else 1, unique=True).map(
            tuple
        )
        for item in terms(words, cls)
    }
    return st.fixed_dictionaries({}, optional=few)


@lru_cache
def parts(words: Words, day: date, relation: str) -> st.SearchStrategy[dict[str, Value]]:
    """Values of any of the parts of a relation."""
    told = words.model.relations[relation].parts
    return st.fixed_dictionaries({}, optional={name: values(words.model, part, day) for name, part in told.items()})


def pairs(relation: Relation, known: Mapping[str, Node]) -> list[tuple[str, str]]:
    """The entities between which a relation may stand; a symmetric one is kept in one direction."""
    starts = [node.id for node in known.values() if node.cls in relation.from_classes]
    ends = [node.id for node in known.values() if node.cls in relation.to_classes]
    apart = ((start, end) for start in starts for end in ends if start != end)
    return [(start, end) for start, end in apart if start < end or not relation.symmetric]


@st.composite
def worlds(draw: st.DrawFn, words: Words, day: date) -> World:
    """A graph of some entities of each class that the words know."""
    known: dict[str, Node] = {}
    for cls, most in (("Person", 4), ("Enterprise", 3), ("Licence", 2), ("Address", 2), ("Household", 2)):
        for number in range(draw(st.integers(1, most))):
            id = f"test-{cls}-{number}"
            known[id] = Node(id, cls, draw(tellings(words, day, cls)))
    edges: list[Edge] = []
    for name in draw(st.lists(st.sampled_from(RELATIONS), min_size=3, max_size=8, unique=True)):
        if may := pairs(words.model.relations[name], known):
            chosen = draw(st.lists(st.sampled_from(may), max_size=4, unique=True))
            edges += [Edge(name, start, end, draw(parts(words, day, name))) for start, end in chosen]
    return World(known, tuple(edges))
