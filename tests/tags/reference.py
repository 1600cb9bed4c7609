"""What a rule means, written as simply as it can be: the emitters and the explanation are held to this."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tests.tags.worlds import Edge, World
from twopages.ontology.model import Model
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
    Test,
    Within,
)
from twopages.values import Value


@dataclass(frozen=True, slots=True)
class View:
    """An entity in view, and the relation over which one came to it."""

    model: Model
    world: World
    day: date
    id: str
    edge: Edge | None = None

    def values(self, name: str) -> tuple[Value, ...]:
        return self.world.nodes[self.id].values.get(name, ())


def holds(view: View, condition: Condition) -> bool:
    """Whether a rule holds for the entity in view."""
    match condition:
        case Both() | Either() | OnlyOne():
            return _several([holds(view, term) for term in condition.terms], condition)
        case Not(term):
            return not holds(view, term)
        case Far():
            return _far(view, condition)
        case Has(name, test, True):
            return view.edge is not None and name in view.edge.parts and meets(view.edge.parts[name], test, view.day)
        case Has(name, test):
            return any(meets(value, test, view.day) for value in view.values(name))
    return _compares(view, condition)


def _several(outcomes: list[bool], condition: Both | Either | OnlyOne) -> bool:
    if isinstance(condition, Both):
        return all(outcomes)
    return any(outcomes) if isinstance(condition, Either) else outcomes.count(True) == 1


def _far(view: View, far: Far) -> bool:
    met = {end.id for end in ends(view, far.step) if far.where is None or holds(end, far.where)}
    return far.least <= len(met) and (far.most is None or len(met) <= far.most)


def _compares(view: View, condition: Share | Differs | Apart) -> bool:
    match condition:
        case Share():
            return _shares(view, condition)
        case Differs(one, other):
            mine, theirs = set(view.values(one)), set(view.values(other))
            return bool(mine and theirs and not mine & theirs)
        case Apart(one, other):
            return not {end.id for end in ends(view, one)} & {end.id for end in ends(view, other)}


def ends(view: View, step: Step) -> Iterator[View]:
    """The far ends of a relation that are of the class asked for, each with the relation."""
    nodes, both = view.world.nodes, view.model.relations[step.relation].symmetric
    for edge in view.world.edges:
        if edge.relation != step.relation:
            continue
        if edge.start == view.id and (step.forward or both) and nodes[edge.end].cls == step.cls:
            yield replace(view, id=edge.end, edge=edge)
        if edge.end == view.id and (not step.forward or both) and nodes[edge.start].cls == step.cls:
            yield replace(view, id=edge.start, edge=edge)


def meets(value: Value, test: Test, day: date) -> bool:
    """Whether one value meets a test on a day."""
    match test:
        case Present():
            return True
        case OneOf(values):
            return value in values
        case Contains(text):
            return text in str(value)
        case Within():
            return _within(Decimal(str(value)), test)
        case SinceLastYear():
            return int(value) >= day.year - 1
    return _day_meets(date.fromisoformat(f"{value}-01-01"[:10]), test, day)


def _within(number: Decimal, test: Within) -> bool:
    return (
        (test.at_least is None or number >= test.at_least)
        and (test.at_most is None or number <= test.at_most)
        and (test.over is None or number > test.over)
        and (test.under is None or number < test.under)
    )


def _day_meets(value: date, test: Test, day: date) -> bool:
    match test:
        case Ago(span, or_more):
            return (value <= moved(day, span, -1)) == or_more
        case Next(span):
            return day <= value <= moved(day, span, 1)
        case Past():
            return value < day
        case Coming():
            return value >= day
        case SchoolYears(first, last):
            return date(day.year - first, 9, 1) <= value <= date(day.year - last, 8, 31)
    raise AssertionError(test)


def moved(day: date, span: Span, sign: int) -> date:
    """A day so much later or earlier; the end of a month is clipped."""
    if span.unit == "D":
        return date.fromordinal(day.toordinal() + sign * span.count)
    year, month = day.year, day.month
    for _ in range(span.count * (12 if span.unit == "Y" else 1)):
        month += sign
        if month in (0, 13):
            year, month = year + sign, 12 if month == 0 else 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _shares(view: View, share: Share) -> bool:
    told, base = view.values(share.of), view.values(share.base)
    if not told or not base:
        return False
    part, whole = Decimal(str(told[0])) * 100, Decimal(str(base[0])) * share.percent
    outcomes = {
        "at least": part >= whole,
        "at most": part <= whole,
        "more than": part > whole,
        "less than": part < whole,
    }
    return outcomes[share.by]
