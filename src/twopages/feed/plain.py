"""The few winning values that stand in plain on an entity: the caption, and what search, relations and rules of tags need. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twopages.feed.bearers import Bearer, Winners, by_attribute, standing, winner_texts
from twopages.feed.fuse import Candidate, fuse, in_order, summed
from twopages.feed.outputs import CAPTION, Outputs
from twopages.feed.records import Rooms, Told
from twopages.ontology.model import Attribute, EntityClass
from twopages.ontology.own_value import own_derivation, own_value
from twopages.ontology.sought import CELLS
from twopages.values import Value, cells_at, cells_near, parse_geometry


@dataclass(frozen=True, slots=True)
class Moved:
    """An entity whose winners moved: `shown` are the properties that follow from those that did; `new`: nothing stood there yet."""

    entity: str
    cls: EntityClass
    winners: Winners
    shown: frozenset[str]
    new: bool


@dataclass(frozen=True)
class PlainValues:
    """Derives plain values from records; `rooms.model` says which attributes they are."""

    rooms: Rooms

    @property
    def names(self) -> list[str]:
        """Every attribute that something in plain follows from."""
        return sorted(frozenset[str]().union(*(item.names for item in self.rooms.outputs.values())))

    def winners(self, cls: EntityClass, bearers: Iterable[Bearer]) -> dict[str, tuple[Bearer, ...]]:
        """For each attribute that plain values follow from the records that its value comes from; none is opened."""
        found = by_attribute(bearers, self.outputs(cls).names)
        return {name: self._needed(name, bearing) for name, bearing in found.items()}

    def _needed(self, name: str, bearing: Mapping[str, Bearer]) -> tuple[Bearer, ...]:
        """Those that the value comes from: all where they complement each other, those of a sum, else the first."""
        if len(bearing) == 1:
            return tuple(bearing.values())
        order: Sequence[Candidate] = in_order(self._candidate(name, item) for item in bearing.values())
        if not _needs_all(self.rooms.model.attributes[name]):
            order = summed(order) if self._adds_up(name, bearing[order[0].record].dataset) else order[:1]
        return tuple(bearing[item.record] for item in order)

    def _adds_up(self, name: str, dataset: str) -> bool:
        return name in self.rooms.forms[dataset].adds_up

    def outputs(self, cls: EntityClass) -> Outputs:
        """What stands in plain on entities of a class."""
        return self.rooms.outputs[cls.id]

    def class_of(self, labels: Iterable[str]) -> EntityClass:
        """The class of an entity among the labels of its node."""
        return next(self.rooms.model.classes[label] for label in labels if label in self.rooms.model.classes)

    def _candidate(self, attribute: str, item: Bearer) -> Candidate:
        rank = self.rooms.model.rank(attribute, item.dataset)
        return Candidate(rank, item.period, item.recency, item.slot, item.id, ())

    def moved(
        self, entity: str, cls: EntityClass, winners: Winners, stands: Sequence[str] | None, anew: frozenset[str]
    ) -> Moved | None:
        """What the records that won now make of those that won until now; None where nothing follows from it.

        `stands` is what the node keeps of them, None where it keeps nothing; `anew` are records that may say something else than before.
        """
        reads = self.outputs(cls).reads
        if stands is None:
            return Moved(entity, cls, winners, frozenset(reads), new=True)
        before = by_attribute(standing(stands), self.outputs(cls).names)
        now = {name: {item.id: item for item in items} for name, items in winners.items()}
        names = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
        names |= {name for name, items in now.items() if not anew.isdisjoint(items)} if anew else set()
        shown = frozenset(item for item, read in reads.items() if not names.isdisjoint(read))
        return Moved(entity, cls, winners, shown, new=False) if names else None

    def whole(self, entity: str, cls: EntityClass, bearers: Iterable[Bearer]) -> Moved:
        """Everything that stands in plain on an entity, whatever stood there before."""
        return Moved(entity, cls, self.winners(cls, bearers), frozenset(self.outputs(cls).reads), new=True)

    def needed(self, moved: Moved) -> set[str]:
        """The records that must be open to work out what moved: none for whether there is a value."""
        return {item.id for shown in moved.shown for name in self._opens(moved, shown) for item in moved.winners[name]}

    def _opens(self, moved: Moved, shown: str) -> Iterator[str]:
        """The attributes whose values a property is worked out from."""
        flags = self.outputs(moved.cls).flags
        if shown in flags:
            if flags[shown] not in moved.winners:
                yield from self._sources(flags[shown], moved.winners)
            return
        names = {CAPTION: (moved.cls.caption,), CELLS: moved.cls.located_by}.get(shown, (shown,))
        for name in names:
            yield from self._sources(name, moved.winners)

    def _sources(self, name: str, winners: Winners) -> Iterator[str]:
        if name in winners:
            yield name
            return
        derivation = own_derivation(self.rooms.model.attributes[name])
        if derivation and (derivation.operation != "presence" or derivation.of not in winners):
            yield from self._sources(derivation.of, winners)

    def properties(self, moved: Moved, told: Mapping[str, Told]) -> dict[str, Any]:
        """The node's properties that moved, null where there is no value any more, and which records won."""
        outputs, reading = self.outputs(moved.cls), _Reading(self.rooms, moved.winners, told)
        plain: dict[str, Any] = {name: reading.value(name) for name in sorted(moved.shown & outputs.values)}
        plain |= {name: reading.has(of) or None for name, of in outputs.flags.items() if name in moved.shown}
        if CELLS in moved.shown:
            plain[CELLS] = located_cells([reading.value(name) for name in moved.cls.located_by])
        if CAPTION in moved.shown:
            plain |= self._caption(moved.cls, moved.entity, reading.value(moved.cls.caption))
        return {**plain, "winners": winner_texts(moved.winners)}

    def _caption(self, cls: EntityClass, entity: str, value: Any) -> dict[str, Any]:
        """In plain where anyone may read it, else sealed."""
        text = "" if value is None else str(value)
        if self.rooms.model.attributes[cls.caption].grade == 1:
            return {"caption": text or None}
        return {"sealedCaption": self.rooms.keys.seal(text.encode(), entity) if text else None}

    def row(self, moved: Moved, told: Mapping[str, Told]) -> dict[str, Any]:
        """What is written: the properties, and the divisions that the entity lies in by those of its attributes that moved."""
        properties, attributes = self.properties(moved, told), self.rooms.model.attributes
        placed = [name for name in properties if name in attributes and attributes[name].kind == "division"]
        divisions = [{"by": name, "code": str(properties[name])} for name in placed if properties[name]]
        return {"id": moved.entity, "properties": properties, "placed": placed, "divisions": divisions}

    def changed(self, moved: Moved) -> set[str]:
        """What moved, as rules and search name it."""
        flags = self.outputs(moved.cls).flags
        return {flags.get(name, name) for name in moved.shown} - {CAPTION}


@dataclass(frozen=True, slots=True)
class _Reading:
    """The values of one entity, from the records that won them."""

    rooms: Rooms
    winners: Winners
    told: Mapping[str, Told]

    def value(self, name: str) -> Value | list[Value] | None:
        """The value of an attribute: as its records give it, else as it follows from another."""
        attribute = self.rooms.model.attributes[name]
        if name in self.winners:
            return self._fused(attribute, [self.told[item.id] for item in self.winners[name]])
        derivation = own_derivation(attribute)
        if derivation is None:
            return None
        if derivation.operation == "presence":
            return self.has(derivation.of)
        source = self.value(derivation.of)
        return own_value(self.rooms.model, attribute, derivation, source[0] if isinstance(source, list) else source)

    def has(self, name: str) -> bool:
        """Whether an attribute has a value; where records give it, none of them is opened."""
        return name in self.winners or self.value(name) is not None

    def _fused(self, attribute: Attribute, records: Sequence[Told]) -> Value | list[Value]:
        candidates = [
            item.candidate(self.rooms.model.rank(attribute.id, item.form.dataset.id), item.values[attribute.id].values)
            for item in records
        ]
        adds_up = attribute.id in records[0].form.adds_up
        values = fuse(attribute, candidates, adds_up=adds_up).values
        return list(values) if attribute.many else values[0]


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
