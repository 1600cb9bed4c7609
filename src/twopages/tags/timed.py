"""When the calendar alone may change what rules say of an entity: by its own days, and by those of relations that go out from it. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from twopages.ontology.rule import Timed, before
from twopages.tags.clocks import Clock
from twopages.tags.needs import next_change

Days = Mapping[str, Any]  # the properties of a node or an edge


def next_due(clock: Clock, properties: Days, edges: Iterable[tuple[str, Days]], day: str) -> str | None:
    """The next day after `day` on which a test can turn out otherwise; `edges` are relations that go out, with their parts."""
    flips = [_next(tests, properties.get(name), day) for name, tests in clock.own.items()]
    flips += [_next_of_edge(clock.out[relation], told, day) for relation, told in edges]
    return min(filter(None, flips), default=None)


def flipped(clock: Clock, properties: Days, since: str, day: str) -> set[str]:
    """The attributes whose tests turn out otherwise on a day from `since` to `day` than just before."""
    start = _before(since)
    found = ((name, _next(tests, properties.get(name), start)) for name, tests in clock.own.items())
    return {name for name, flip in found if flip is not None and flip <= day}


def edge_flipped(clock: Clock, relation: str, properties: Days, since: str, day: str) -> bool:
    """Whether a test on the parts of an edge turns out otherwise between these days."""
    flip = _next_of_edge(clock.out[relation], properties, _before(since))
    return flip is not None and flip <= day


def _before(day: str) -> str:
    return before(date.fromisoformat(day)).isoformat()


def _next_of_edge(parts: Mapping[str, Iterable[Timed]], properties: Days, day: str) -> str | None:
    flips = (_next(tests, properties.get(name), day) for name, tests in parts.items())
    return min(filter(None, flips), default=None)


def _next(tests: Iterable[Timed], value: Any, day: str) -> str | None:
    values = value if isinstance(value, list) else [] if value is None else [value]
    flips = (next_change(test, str(one), date.fromisoformat(day)) for test in tests for one in values)
    return min(filter(None, flips), default=None)
