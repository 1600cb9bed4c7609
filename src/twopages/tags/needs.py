"""What rules need to be kept right: whom a change can reach, and the next day on which a day's test turns out otherwise. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from twopages.ontology.model import Model
from twopages.ontology.rule import (
    Ago,
    Apart,
    Coming,
    Condition,
    Differs,
    Far,
    Has,
    Next,
    Past,
    SchoolYears,
    Share,
    SinceLastYear,
    Span,
    Step,
    Timed,
    back,
    inner,
)

Way = tuple[Step, ...]
Reach = Mapping[tuple[str, str], Sequence[tuple[str, Way]]]


def reach(model: Model) -> Reach:
    """For a class and the name of what changed of an entity: the tags that it can change, and the way to their subjects.

    A name is an attribute or a relation, whose parts go with it. A relation that came, went or moved changed at both its ends;
    it is the near end that leads to the subjects.
    """
    found: dict[tuple[str, str], dict[tuple[str, Way], None]] = {}
    for tag in model.tags.values():
        for cls, name, way in _touched(tag.condition, tag.cls, ()):
            found.setdefault((cls, name), {})[tag.id, way] = None
    return {changed: tuple(tags) for changed, tags in found.items()}


def _touched(condition: Condition, cls: str, way: Way) -> Iterator[tuple[str, str, Way]]:
    """(class, attribute or relation, way to the subject) of all that a condition looks at; `way` leads from what is in view."""
    yield from ((cls, name, way) for name in _names(condition))
    if isinstance(condition, Far):
        step = condition.step
        cls, way = step.cls, (Step(step.relation, not step.forward, cls), *way)
    for term in inner(condition):
        yield from _touched(term, cls, way)


def _names(condition: Condition) -> tuple[str, ...]:
    """The attributes and relations that a condition itself reads of what is in view; a part belongs to the relation gone over before."""
    match condition:
        case Has(of, _, part):
            return () if part else (of,)
        case Share(one, other) | Differs(one, other):
            return (one, other)
        case Apart(near, far):
            return (near.relation, far.relation)
        case Far(step):
            return (step.relation,)
    return ()


def next_change(test: Timed, value: str, day: date) -> str | None:
    """The first day (ISO) after `day` on which a test of this value turns out otherwise than on `day`, or None.

    The value is as it stands on the node: a day, a month or a year.
    """
    first, last = _holding(test, value)
    turns = [] if first >= last else [first, last]
    later = next((turn for turn in turns if day.toordinal() < turn <= date.max.toordinal()), None)
    return None if later is None else date.fromordinal(later).isoformat()


_EVER = date.max.toordinal() + 1


def _holding(test: Timed, value: str) -> tuple[int, int]:
    """The days on which a test of this value holds, as ordinals: from the first to before the last."""
    if isinstance(test, SinceLastYear):
        return 0, _new_year(int(value[:4]) + 2)
    when = date.fromisoformat(f"{value}-01-01"[:10])
    match test:
        case Ago(span, or_more):
            turn = _first_after(when, span)
            return (turn, _EVER) if or_more else (0, turn)
        case Next(span):
            return _first_after(when, Span(-span.count, span.unit)), when.toordinal() + 1
        case Past():
            return when.toordinal() + 1, _EVER
        case Coming():
            return 0, when.toordinal() + 1
        case SchoolYears(first, last):
            autumn = (when.month, when.day) >= (9, 1)
            return _new_year(when.year + last + autumn), _new_year(when.year + first + autumn)


def _first_after(when: date, span: Span) -> int:
    """The first day from which going a span back leads to this day or a later one.

    It is as far ahead, unless its month ends before: then the first of the next month.
    """
    if span.unit == "D":
        return when.toordinal() + span.count
    try:
        ahead = back(when, Span(-span.count, span.unit))
    except ValueError:  # after the last year there is
        return _EVER
    return ahead.toordinal() + (ahead.day < when.day)


def _new_year(year: int) -> int:
    return date(year, 1, 1).toordinal() if year <= date.max.year else _EVER
