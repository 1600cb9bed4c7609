"""Fusing: which of several records gives an attribute its value; pure, and the only place that knows the order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from twopages.ontology.model import Attribute
from twopages.values import Value


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one record says of one attribute of one entity; `rank` is the place of its dataset among the authorities, 1 for *the* source."""

    rank: int
    period: str
    recency: str
    slot: str
    record: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Fused:
    """The values that hold, and every candidate in order, the one that gave them first."""

    values: tuple[Value, ...]
    order: tuple[Candidate, ...]


def in_order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Authority, then the newest period, then recency, then the record's own key: ties are never left to chance."""
    ordered = sorted(candidates, key=lambda item: (item.slot, item.record))
    ordered.sort(key=lambda item: (item.period, item.recency), reverse=True)
    ordered.sort(key=lambda item: item.rank)
    return ordered


def fuse(attribute: Attribute, candidates: Sequence[Candidate], *, adds_up: bool = False) -> Fused:
    """The values of an attribute among at least one candidate; `adds_up`: the winning dataset delivers values to be summed."""
    ordered = _preferred(attribute, in_order(candidates)) if len(candidates) > 1 else list(candidates)
    if attribute.many:
        values = tuple(dict.fromkeys(value for candidate in ordered for value in candidate.values))
    elif adds_up:
        values = (total([item.values[0] for item in summed(ordered)]),)
    else:
        values = ordered[0].values[:1]
    return Fused(values, tuple(ordered))


def _preferred(attribute: Attribute, ordered: list[Candidate]) -> list[Candidate]:
    """Lists whose first codes are the highest levels: within the best source the lowest code comes first."""
    if attribute.preference != "lowest-code":
        return ordered
    best = ordered[0].rank
    return sorted(ordered, key=lambda item: (item.rank, str(item.values[0]) if item.rank == best else ""))


def summed(ordered: Sequence[Candidate]) -> list[Candidate]:
    """Those of the winning dataset and period, whose values are added up; in order, at least one."""
    first = ordered[0]
    return [item for item in ordered if (item.rank, item.period) == (first.rank, first.period)]


def total(parts: Sequence[Value]) -> Value:
    """The sum of numbers, as canonical decimal text or as a whole number."""
    if all(isinstance(part, int) for part in parts):
        return sum(int(part) for part in parts)
    found = sum((Decimal(str(part)) for part in parts), Decimal(0))
    return format(found.normalize(), "f") if found else "0"
