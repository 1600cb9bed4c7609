"""The few winning values that stand in plain on an entity: the caption, and what search and relations need. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from twopages.feed.fuse import Candidate, fuse, in_order, summed
from twopages.feed.records import Rooms, Told
from twopages.ontology.model import Attribute, EntityClass
from twopages.values import Value, cells_at, cells_near, parse_geometry


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
        located = {name for cls in self.rooms.model.classes.values() for name in cls.located_by}
        plain = {item.id for item in self.rooms.model.attributes.values() if item.plain}
        return tuple(sorted(captions | located | plain))

    def winners(self, cls: EntityClass, bearers: Sequence[Bearer]) -> dict[str, tuple[Bearer, ...]]:
        """For each plain attribute of an entity the records that its value comes from; none is opened."""
        found: dict[str, tuple[Bearer, ...]] = {}
        for name in self.of_class(cls):
            bearing = {item.id: item for item in bearers if name in item.supplies}
            order = in_order(self._candidate(name, item) for item in bearing.values())
            kept = self._needed(name, order, bearing) if order else ()
            if kept:
                found[name] = tuple(bearing[item.record] for item in kept)
        return found

    def _needed(self, name: str, order: Sequence[Candidate], bearing: Mapping[str, Bearer]) -> Sequence[Candidate]:
        """Those that the value comes from: all where they complement each other, those of a sum, else the first."""
        if _needs_all(self.rooms.model.attributes[name]):
            return order
        return summed(order) if self._adds_up(name, bearing[order[0].record].dataset) else order[:1]

    def _adds_up(self, name: str, dataset: str) -> bool:
        return name in self.rooms.forms[dataset].adds_up

    def of_class(self, cls: EntityClass) -> tuple[str, ...]:
        """The attributes that stand in plain on entities of a class, or give them their caption."""
        return tuple(name for name in self.names if self.rooms.model.attributes[name].cls == cls.id)

    def class_of(self, labels: Iterable[str]) -> EntityClass:
        """The class of an entity among the labels of its node."""
        return next(self.rooms.model.classes[label] for label in labels if label in self.rooms.model.classes)

    def _candidate(self, attribute: str, item: Bearer) -> Candidate:
        rank = self.rooms.model.rank(attribute, item.dataset)
        return Candidate(rank, item.period, item.recency, item.slot, item.id, ())

    def properties(
        self, cls: EntityClass, entity: str, winners: Mapping[str, Sequence[Bearer]], told: Mapping[str, Told]
    ) -> dict[str, Any]:
        """The node's properties: one for each plain attribute (null where none is left), the caption, and which records won."""
        values = {name: self._value(name, [told[item.id] for item in items]) for name, items in winners.items()}
        plain: dict[str, Any] = {
            name: values.get(name) for name in cls.attributes if self.rooms.model.attributes[name].plain
        }
        if cls.located_by:
            plain["cells"] = located_cells([values.get(name) for name in cls.located_by])
        return {**plain, **self._caption(cls, entity, values.get(cls.caption)), "winners": winner_texts(winners)}

    def _value(self, name: str, records: Sequence[Told]) -> Value | list[Value] | None:
        attribute = self.rooms.model.attributes[name]
        candidates = [
            item.candidate(self.rooms.model.rank(name, item.form.dataset.id), item.values[name].values)
            for item in records
        ]
        adds_up = self._adds_up(name, records[0].form.dataset.id)
        values = fuse(attribute, candidates, adds_up=adds_up).values
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


def located_cells(values: Sequence[Any]) -> list[str] | None:
    """The cells of the grid that a shape is near, or that a longitude and latitude are in; None where they are not told."""
    if any(value is None for value in values):
        return None
    if len(values) == 1:
        shape = parse_geometry(str(values[0]))
        return list(cells_near(shape)) if shape else None
    shape = parse_geometry(f"POINT ({values[0]} {values[1]})")
    return [cell for point in shape.points() for cell in cells_at(point)] if shape else None


def _needs_all(attribute: Attribute) -> bool:
    return attribute.many or attribute.preference is not None


def winner_texts(winners: Mapping[str, Sequence[Bearer]]) -> list[str]:
    """Which records won, as the entity's node keeps it: enough to tell whether a new one wins over them."""
    return [f"{name}={';'.join(map(_text, items))}" for name, items in sorted(winners.items())]


def _text(item: Bearer) -> str:
    return "|".join((item.id, item.dataset, item.slot, item.recency, item.period))


def standing(texts: Iterable[str]) -> list[Bearer]:
    """The records that won until now, from what the entity's node keeps."""
    named = (text.partition("=") for text in texts)
    return [_bearer(name, item) for name, _, items in named for item in items.split(";")]


def _bearer(attribute: str, text: str) -> Bearer:
    record, dataset, slot, recency, period = text.split("|")
    return Bearer(record, dataset, slot, recency, period, (attribute,))


def bearers(rows: Iterable[Sequence[Any]]) -> list[Bearer]:
    """Bearers from the rows of the statement that reads them."""
    return [
        Bearer(record, dataset, slot, recency, period, tuple(supplies))
        for record, dataset, slot, recency, period, supplies in rows
    ]
