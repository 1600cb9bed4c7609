"""What is near: found by cells of a grid, measured by the geometries in the records, and never kept as edges.

The ontology says what is located (`tp:locatedBy`), what a feature is near to and over which relations (`tp:nearOver`), and how
near (`tp:nearMetres`). Whatever changes on either side, the next reading tells it; no order of deliveries matters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twopages.dossier.envelopes import make_envelopes
from twopages.dossier.opening import Opener, Tables
from twopages.dossier.types import Envelope, Far
from twopages.graph import Store, statement
from twopages.keys import KeyRing
from twopages.ontology.model import EntityClass, Model
from twopages.values import Geometry, Point, cells_at, cells_near, parse_geometry

MOST = 400  # entities that share a cell and are measured; so many are in no cell of a kilometre but the busiest


@dataclass(frozen=True, slots=True)
class Near:
    """Something near: what it is, how many metres away, its shape, and what is known of it (of a feature, all attributes)."""

    far: Far
    metres: float
    shape: Geometry
    envelopes: Mapping[str, Envelope] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a statement found: an entity with the records that locate it."""

    far: Far
    envelopes: Mapping[str, Envelope]


class Nearby:
    """Tells what is near what."""

    def __init__(self, store: Store, keys: KeyRing, model: Model) -> None:
        self.store, self.keys, self.model = store, keys, model
        self.tables = Tables(model)
        self.features = tuple(cls for cls in model.classes.values() if cls.near_over)

    def points(self, cls: str, id: str) -> tuple[Point, ...]:
        """Where an entity is: its own coordinates, and those of the places that it is related to."""
        relations = [item.id for item in self.model.relations.values() if cls in item.from_classes]
        return self._points(id, [cls], [name for name in relations if any(map(self._located, self._ends(name)))])

    def places(self, fars: Sequence[Far]) -> Mapping[str, Point]:
        """One point for each entity that is known to be somewhere, by its id: its own, else that of a place that it is related to."""
        classes = {far.cls for far in fars}
        over = [
            item.id
            for item in self.model.relations.values()
            for cls in classes.intersection(item.from_classes)
            if not self._located(cls) and any(map(self._located, item.to_classes))
        ]
        ends = [cls for cls in self.model.classes.values() if cls.located_by]
        found: dict[str, set[Point]] = {}
        for id, told in self._told([far.id for far in fars], over):
            points = (point for cls in ends if (shape := self._shape(cls, told)) for point in shape.points())
            found.setdefault(id, set()).update(points)
        return {id: min(points) for id, points in found.items() if points}

    def of(self, cls: str, id: str) -> tuple[Near, ...]:
        """The features near an entity, nearest first: of every layer that its class may be near to."""
        found: list[Near] = []
        for feature in self.features:
            over = [name for name in feature.near_over if cls in self.model.relations[name].from_classes]
            points = self._points(id, [], over) if over else ()
            found += self._around(feature, points, feature.near_metres)
        return _sorted(found)

    def around(self, points: Sequence[Point], metres: float) -> tuple[Near, ...]:
        """The features within so many metres (at most 600) of any of the points, nearest first."""
        return _sorted(near for feature in self.features for near in self._around(feature, points, metres))

    def to(self, cls: str, id: str) -> tuple[Near, ...]:
        """What is near a feature, nearest first: the entities that are related to a place near its shape."""
        feature = self.model.classes[cls]
        told = self._places(id, [])
        shape = self._shape(feature, told[0]) if told else None
        return _sorted(self._related(feature, shape)) if shape and feature.near_over else ()

    def _points(self, id: str, own: Sequence[str], relations: Sequence[str]) -> tuple[Point, ...]:
        """The points of the shapes of an entity and of what it is related to."""
        classes = [
            self.model.classes[name]
            for name in dict.fromkeys((*own, *(end for name in relations for end in self._ends(name))))
        ]
        shapes = (self._shape(cls, told) for told in self._places(id, relations) for cls in classes)
        return tuple(dict.fromkeys(point for shape in shapes if shape for point in shape.points()))

    def _places(self, id: str, relations: Sequence[str]) -> list[dict[str, Envelope]]:
        """What locates an entity, and what locates each thing that it is related to."""
        return [told for _, told in self._told([id], relations)]

    def _told(self, ids: Sequence[str], relations: Sequence[str]) -> Iterator[tuple[str, dict[str, Envelope]]]:
        """The same for several entities, with the id of each."""
        parameters = {"ids": list(ids), "relations": list(relations), "attributes": self._locating()}
        for id, records in self.store.read(statement("nearby_places"), parameters)[0]["found"]:
            yield id, self._envelopes(records)

    def _ends(self, relation: str) -> tuple[str, ...]:
        return self.model.relations[relation].to_classes

    def _located(self, cls: str) -> bool:
        return bool(self.model.classes[cls].located_by)

    def _around(self, feature: EntityClass, points: Sequence[Point], metres: float) -> Iterator[Near]:
        for item in self._sharing(feature, {cell for point in points for cell in cells_at(point)}):
            shape = self._shape(feature, item.envelopes)
            if shape and (away := min(map(shape.distance, points))) <= metres:
                yield Near(item.far, away, shape, item.envelopes)

    def _sharing(self, feature: EntityClass, cells: Iterable[str]) -> Iterator[_Found]:
        if not (wanted := _query(cells)):
            return
        parameters = {"cells": wanted, "class": feature.id, "attributes": list(feature.attributes), "most": MOST}
        for id, plain, sealed, records in self.store.read(statement("nearby_features"), parameters)[0]["found"]:
            yield _Found(self._far(id, feature.id, plain, sealed), self._envelopes(records, feature.attributes))

    def _related(self, feature: EntityClass, shape: Geometry) -> Iterator[Near]:
        relations = [self.model.relations[name] for name in feature.near_over]
        parameters = {
            "cells": _query(cells_near(shape)), "relations": [item.id for item in relations], "attributes": self._locating(),
            "classes": sorted({cls for item in relations for cls in item.from_classes}), "most": MOST,
        }  # fmt: skip
        ends = {self.model.classes[end] for item in relations for end in item.to_classes}
        best: dict[str, Near] = {}
        for id, cls, plain, sealed, records in self.store.read(statement("nearby_related"), parameters)[0]["found"]:
            told = self._envelopes(records)
            place = next((found for end in ends if (found := self._shape(end, told))), None)
            away = min(map(shape.distance, place.points())) if place else feature.near_metres + 1
            if place and away <= feature.near_metres and (id not in best or away < best[id].metres):
                best[id] = Near(self._far(id, cls, plain, sealed), away, place)
        yield from best.values()

    def _shape(self, cls: EntityClass, told: Mapping[str, Envelope]) -> Geometry | None:
        """The shape of an entity out of the values that locate its class."""
        if not cls.located_by or any(name not in told for name in cls.located_by):
            return None
        values = [told[name].values[0] for name in cls.located_by]
        return parse_geometry(str(values[0]) if len(values) == 1 else f"POINT ({values[0]} {values[1]})")

    def _locating(self) -> list[str]:
        return sorted({name for cls in self.model.classes.values() for name in cls.located_by})

    def _envelopes(self, records: Sequence[Sequence[Any]], attributes: Iterable[str] = ()) -> dict[str, Envelope]:
        opener = Opener(self.tables, self.keys)
        wanted = frozenset(attributes or self._locating())
        return make_envelopes(self.model, wanted, [opener.open(row) for row in records])

    def _far(self, id: str, cls: str, plain: str | None, sealed: str | None) -> Far:
        return Far(id, cls, self.keys.open(sealed, id).decode() if sealed else plain or "")


def _query(cells: Iterable[str]) -> str:
    """Cells in the query language of the index: any of them; they hold nothing that it would read otherwise."""
    return " ".join(sorted(cells))


def _sorted(found: Iterable[Near]) -> tuple[Near, ...]:
    return tuple(sorted(found, key=lambda item: (item.metres, item.far.id)))
