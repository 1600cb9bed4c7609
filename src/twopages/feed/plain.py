"""The few winning values that stand in plain on an entity: the caption, and what search and relations need. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from twopages.feed.fuse import Candidate, fuse, in_order
from twopages.feed.records import Rooms, Told
from twopages.ontology.model import Attribute, EntityClass
from twopages.values import Value


@dataclass(frozen=True, slots=True)
class Bearer:
    """A present record that supplies plain attributes to an entity; its payload need not be open."""

    id: str
    dataset: str
    slot: str
    recency: str
    period: str
    supplies: tuple[str, ...]


@dataclass(frozen=True)
class PlainValues:
    """Derives plain values from records; `rooms.model` says which attributes they are."""

    rooms: Rooms

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every attribute that stands in plain somewhere, captions included."""
        captions = {cls.caption for cls in self.rooms.model.classes.values()}
        return tuple(sorted(captions | {item.id for item in self.rooms.model.attributes.values() if item.plain}))

    def winners(self, cls: EntityClass, bearers: Sequence[Bearer]) -> dict[str, tuple[str, ...]]:
        """For each plain attribute of an entity the records that its value comes from; none is opened."""
        found: dict[str, tuple[str, ...]] = {}
        for name in self.names:
            attribute = self.rooms.model.attributes[name]
            candidates = (
                [self._candidate(name, item) for item in bearers if name in item.supplies]
                if attribute.cls == cls.id
                else []
            )
            if candidates:
                order = [item.record for item in in_order(candidates)]
                found[name] = tuple(order if _needs_all(attribute) else order[:1])
        return found

    def class_of(self, labels: Iterable[str]) -> EntityClass:
        """The class of an entity among the labels of its node."""
        return next(self.rooms.model.classes[label] for label in labels if label in self.rooms.model.classes)

    def _candidate(self, attribute: str, item: Bearer) -> Candidate:
        rank = self.rooms.model.rank(attribute, item.dataset)
        return Candidate(rank, item.period, item.recency, item.slot, item.id, ())

    def properties(
        self, cls: EntityClass, entity: str, winners: Mapping[str, Sequence[str]], told: Mapping[str, Told]
    ) -> dict[str, Any]:
        """The node's properties: one for each plain attribute (null where none is left), the caption, and which records won."""
        values = {name: self._value(name, [told[record] for record in records]) for name, records in winners.items()}
        plain = {name: values.get(name) for name in cls.attributes if self.rooms.model.attributes[name].plain}
        return {**plain, **self._caption(cls, entity, values.get(cls.caption)), "winners": winner_texts(winners)}

    def _value(self, name: str, records: Sequence[Told]) -> Value | list[Value] | None:
        attribute = self.rooms.model.attributes[name]
        candidates = [
            item.candidate(self.rooms.model.rank(name, item.form.dataset.id), item.values[name].values)
            for item in records
        ]
        values = fuse(attribute, candidates).values
        return list(values) if attribute.many else values[0]

    def _caption(self, cls: EntityClass, entity: str, value: Any) -> dict[str, Any]:
        """In plain where anyone may read it, else sealed."""
        text = "" if value is None else str(value)
        if self.rooms.model.attributes[cls.caption].grade == 1:
            return {"caption": text or None}
        return {"sealedCaption": self.rooms.keys.seal(text.encode(), entity) if text else None}

    def divisions(self, properties: Mapping[str, Any]) -> list[dict[str, str]]:
        """The divisions that an entity lies in, by attribute."""
        attributes = self.rooms.model.attributes
        plain = (name for name in properties if name in attributes and attributes[name].kind == "division")
        return [{"by": name, "code": str(properties[name])} for name in plain if properties[name]]


def _needs_all(attribute: Attribute) -> bool:
    return attribute.many or attribute.preference is not None


def winner_texts(winners: Mapping[str, Sequence[str]]) -> list[str]:
    """Which records won, as the entity's node keeps it to tell whether a winner moved."""
    return [f"{name}={','.join(records)}" for name, records in sorted(winners.items())]


def bearers(rows: Iterable[Sequence[Any]]) -> list[Bearer]:
    """Bearers from the rows of the statement that reads them."""
    return [
        Bearer(record, dataset, slot, recency, period, tuple(supplies))
        for record, dataset, slot, recency, period, supplies in rows
    ]
