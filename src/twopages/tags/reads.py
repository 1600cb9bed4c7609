"""What a rule reads around its subject: the subject's own attributes, and the relations that go from it. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from twopages.ontology.rule import Apart, Condition, Differs, Far, Has, Share, Step, inner


@dataclass(frozen=True, slots=True)
class Reads:
    """`attributes` of the subject itself; `steps` from it, without those that go on from there."""

    attributes: frozenset[str]
    steps: frozenset[Step]


def reads(condition: Condition) -> Reads:
    """What the rule reads of its subject."""
    near = tuple(_near(condition))
    attributes = {name for term in near for name in _attributes(term)}
    return Reads(frozenset(attributes), frozenset(step for term in near for step in _steps(term)))


def _near(condition: Condition) -> Iterator[Condition]:
    """The conditions that look at the subject: a Far among them, but nothing inside it."""
    yield condition
    for term in () if isinstance(condition, Far) else inner(condition):
        yield from _near(term)


def _attributes(term: Condition) -> tuple[str, ...]:
    match term:
        case Has(of, part=False):
            return (of,)
        case Share(of, base):
            return (of, base)
        case Differs(of, other):
            return (of, other)
    return ()


def _steps(term: Condition) -> tuple[Step, ...]:
    match term:
        case Far(step):
            return (step,)
        case Apart(one, other):
            return (one, other)
    return ()
