"""Which days of entities and relations the rules compare with today: the clocks of each class. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from twopages.ontology.model import Model, Tag
from twopages.ontology.rule import Condition, Far, Has, Timed, inner


@dataclass(frozen=True, slots=True)
class Clock:
    """The timed tests on the entities of a class: by attribute, and by relation that goes out from them and its part."""

    own: dict[str, set[Timed]] = field(default_factory=dict)
    out: dict[str, dict[str, set[Timed]]] = field(default_factory=dict)


def clocks(model: Model, tags: Iterable[Tag] | None = None) -> Mapping[str, Clock]:
    """The clocks of all classes that have timed tests, in these tags or in all."""
    found: dict[str, Clock] = {}
    for tag in model.tags.values() if tags is None else tags:
        for classes, relation, name, test in _timed(model, tag.condition, tag.cls, None):
            for cls in classes:
                clock = found.setdefault(cls, Clock())
                held = clock.out.setdefault(relation, {}) if relation else clock.own
                held.setdefault(name, set()).add(test)
    return found


def _timed(
    model: Model, condition: Condition, cls: str, over: Far | None
) -> Iterator[tuple[tuple[str, ...], str, str, Timed]]:
    """(classes whose nodes or outgoing edges have the day, relation or nothing, attribute or part, test) of each timed test."""
    if isinstance(condition, Has) and isinstance(condition.test, get_args(Timed)):
        if not condition.part:
            yield (cls,), "", condition.of, condition.test
        elif over is not None:
            yield model.relations[over.step.relation].from_classes, over.step.relation, condition.of, condition.test
    far = condition if isinstance(condition, Far) else None
    for term in inner(condition):
        yield from _timed(model, term, far.step.cls if far else cls, far or over)
