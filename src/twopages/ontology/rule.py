"""The rules of tags as trees: plain data that every emitter, the explanation and the lint read. Pure.

Every condition on a value is existential: it holds when some value meets it, so that it is false where there is none. A `Far`
counts distinct far ends. `part` conditions look at the relation over which a `Far` went, all others at the entity in view.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Unit = Literal["D", "M", "Y"]


@dataclass(frozen=True, slots=True)
class Span:
    """A distance between days, as the duration P18Y, P3M or P60D: `count` units, the end of a month clipped."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"P{self.count}{self.unit}"


@dataclass(frozen=True, slots=True)
class Present:
    """There is a value."""


@dataclass(frozen=True, slots=True)
class OneOf:
    """The value is one of these: codes as text, or the truth value of a boolean."""

    values: tuple[str | bool, ...]


@dataclass(frozen=True, slots=True)
class Within:
    """A number within bounds; None is no bound. `over` and `under` leave the bound itself out."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    over: Decimal | None = None
    under: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Contains:
    """A text has this text in it, character by character."""

    text: str


@dataclass(frozen=True, slots=True)
class Ago:
    """A day lies the span before today or earlier (`or_more`), else after that day, days to come included."""

    span: Span
    or_more: bool


@dataclass(frozen=True, slots=True)
class Next:
    """A day lies within the next span, today and the last day included."""

    span: Span


@dataclass(frozen=True, slots=True)
class Past:
    """A day lies before today."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A day is today or later."""


@dataclass(frozen=True, slots=True)
class SchoolYears:
    """A day lies from 1 September `first` years before this year to 31 August `last` years before this year."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class SinceLastYear:
    """A year is last year or later."""


Test = Present | OneOf | Within | Contains | Ago | Next | Past | Coming | SchoolYears | SinceLastYear
Timed = Ago | Next | Past | Coming | SchoolYears | SinceLastYear


@dataclass(frozen=True, slots=True)
class Has:
    """Some value of an attribute, or of a part of the relation in view, meets the test."""

    of: str  # attribute id, or the part's own name such as "until"
    test: Test
    part: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """The number `of` compared with a percentage of the number `base`, both of the entity in view."""

    of: str
    base: str
    percent: Decimal
    by: Literal["at least", "at most", "more than", "less than"]


@dataclass(frozen=True, slots=True)
class Differs:
    """Both attributes have a value, and none of the one is among those of the other."""

    of: str
    other: str


@dataclass(frozen=True, slots=True)
class Apart:
    """No far end of one relation is a far end of the other; holds where there is none."""

    one: "Step"
    other: "Step"


@dataclass(frozen=True, slots=True)
class Step:
    """A relation followed from its from end (`forward`) or from its to end, to far ends of one class."""

    relation: str
    forward: bool
    cls: str


@dataclass(frozen=True, slots=True)
class Far:
    """So many distinct far ends meet the condition; `most` None is no upper bound. At least 1 is "some", at most 0 is "no"."""

    step: Step
    where: "Condition | None" = None
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Both:
    """All of these hold."""

    terms: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these holds."""

    terms: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class OnlyOne:
    """Exactly one of these holds."""

    terms: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """This does not hold."""

    term: "Condition"


Condition = Has | Share | Differs | Apart | Far | Both | Either | OnlyOne | Not


def inner(condition: Condition) -> "tuple[Condition, ...]":
    """The conditions right inside one, those on far ends among them."""
    match condition:
        case Both(terms) | Either(terms) | OnlyOne(terms):
            return terms
        case Not(term):
            return (term,)
        case Far(where=where) if where is not None:
            return (where,)
    return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """A condition and every condition inside it, from the outside in."""
    yield condition
    for term in inner(condition):
        yield from walk(term)


def timed(condition: Condition) -> bool:
    """Whether the calendar alone can change the outcome."""
    return any(isinstance(term, Has) and isinstance(term.test, Timed) for term in walk(condition))


def boundaries(test: Timed, today: date) -> tuple[str, str]:
    """The first and the last day (ISO, both included) that meet a test on the day `today`; "" where there is no such bound.

    For `SinceLastYear` they are years. "N ago" is the day minus N, clipped to the end of the month; a year or month of a
    partial date counts as its first day. A month or year of a value is to be read as its first day.
    """
    match test:
        case Ago(span, or_more):
            day = back(today, span)
            return ("", day.isoformat()) if or_more else (after(day).isoformat(), "")
        case Next(span):
            return today.isoformat(), back(today, Span(-span.count, span.unit)).isoformat()
        case Past():
            return "", before(today).isoformat()
        case Coming():
            return today.isoformat(), ""
        case SchoolYears(first, last):
            return f"{today.year - first}-09-01", f"{today.year - last}-08-31"
        case SinceLastYear():
            return str(today.year - 1), ""


def back(day: date, span: Span) -> date:
    """The day a span before another; a day that its month does not have is the month's last."""
    if span.unit == "D":
        return date.fromordinal(day.toordinal() - span.count)
    months = day.year * 12 + day.month - 1 - span.count * (12 if span.unit == "Y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def before(day: date) -> date:
    """The day before."""
    return date.fromordinal(day.toordinal() - 1)


def after(day: date) -> date:
    """The day after."""
    return date.fromordinal(day.toordinal() + 1)
