"""The days between which timed tests hold, as parameters of statements: worked out once for the day of the question. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from twopages.ontology.model import Model
from twopages.ontology.rule import (
    Ago,
    Coming,
    Condition,
    Has,
    Next,
    Past,
    SchoolYears,
    SinceLastYear,
    Timed,
    boundaries,
    walk,
)


def day_parameters(model: Model, day: date) -> Mapping[str, str | int]:
    """The boundaries of all tags on a day."""
    return boundary_parameters((tag.condition for tag in model.tags.values()), day)


def boundary_parameters(conditions: Iterable[Condition], day: date) -> dict[str, str | int]:
    """The boundaries of these conditions on a day."""
    tests = dict.fromkeys(test for condition in conditions for test in _tests(condition))
    return {name: value for test in tests for name, value in _bounds(test, day) if value}


def _tests(condition: Condition) -> Iterator[Timed]:
    for term in walk(condition):
        if isinstance(term, Has) and isinstance(term.test, Timed):
            yield term.test


def _bounds(test: Timed, day: date) -> Iterator[tuple[str, str | int]]:
    """Both parameters of a test; an empty text where it has no such bound."""
    since, until = boundaries(test, day)
    yield f"{name_of(test)}_from", int(since) if isinstance(test, SinceLastYear) else since
    yield f"{name_of(test)}_to", until


def name_of(test: Timed) -> str:
    """What the parameters of a test begin with."""
    match test:
        case Ago(span):
            return f"ago_{span}"
        case Next(span):
            return f"next_{span}"
        case Past():
            return "past"
        case Coming():
            return "coming"
        case SchoolYears(first, last):
            return f"school_years_{first}_{last}"
        case SinceLastYear():
            return "since_last_year"


def bounds_of(test: Timed) -> tuple[str, str]:
    """The names of the parameters that hold the first and the last day (or year) of a test; "" where it has no such bound."""
    name = name_of(test)
    match test:
        case Ago(_, True) | Past():
            return "", f"{name}_to"
        case Ago() | Coming() | SinceLastYear():
            return f"{name}_from", ""
        case Next() | SchoolYears():
            return f"{name}_from", f"{name}_to"
