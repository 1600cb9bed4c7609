"""Fusing relations: one edge for a pair and type, its attributes won by authority and recency, all its records named. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twopages.feed.fuse import Candidate, in_order, summed, total
from twopages.feed.link import Edge
from twopages.feed.records import Rooms, Told
from twopages.values import Value


@dataclass(slots=True)
class EdgeChange:
    """The records that begin and that cease to assert an edge."""

    added: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)

    def records(self, existing: Iterable[str]) -> set[str]:
        """The records that assert it afterwards."""
        return (set(existing) - self.removed) | self.added


def fused_edge(rooms: Rooms, edge: Edge, records: Sequence[Told]) -> dict[str, Any]:
    """The properties of a relation asserted by these records: their ids, best first, and the winning value of each attribute.

    `byName` are those records that name an end only by its name; absent when none does.
    """
    parts = {told.id: _parts(edge, told) for told in records}
    order = in_order(_candidate(rooms, edge, told) for told in records)
    winning = _winning(edge.type, order, {told.id: told for told in records}, parts)
    plain = {name: _plain(rooms, edge.type, name, value) for name, value in winning.items()}
    named = sorted(told.id for told in records if _by_name(edge, told))
    return {"records": [item.record for item in order], **plain, **({"byName": named} if named else {})}


def _winning(
    relation: str, order: Sequence[Candidate], told: Mapping[str, Told], parts: Mapping[str, Mapping[str, Value]]
) -> dict[str, Value]:
    """The value of each attribute of a relation: that of the best record that has it, or the sum over its dataset and period."""
    winning: dict[str, Value] = {}
    for name in dict.fromkeys(name for item in order for name in parts[item.record]):
        said = [item for item in order if name in parts[item.record]]
        adds_up = (relation, name) in told[said[0].record].form.parts_add_up
        values = [parts[item.record][name] for item in (summed(said) if adds_up else said[:1])]
        winning[name] = total(values) if adds_up else values[0]
    return winning


def _by_name(edge: Edge, told: Told) -> bool:
    ends = (
        end for item in told.claims.assertions if item.relation == edge.type for end in (item.from_end, item.to_end)
    )
    return any(ref.scheme == "name" for end in ends for ref in end)


def _candidate(rooms: Rooms, edge: Edge, told: Told) -> Candidate:
    return told.candidate(rooms.relation_rank(edge.type, told.form.dataset.id), ())


def _parts(edge: Edge, told: Told) -> Mapping[str, Value]:
    """What a record says of the edge; a record tells the same of all that it asserts of one type."""
    return next((item.parts for item in told.claims.assertions if item.relation == edge.type), {})


def _plain(rooms: Rooms, relation: str, part: str, value: Value) -> Value | float:
    """Numbers stand as numbers on an edge, so that rules can compare them."""
    numeric = rooms.model.relations[relation].parts[part].kind in {"money", "decimal", "percentage"}
    return float(value) if numeric else value
