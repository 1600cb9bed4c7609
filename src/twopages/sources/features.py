"""GeoJSON: the features of a FeatureCollection as rows; held whole while it is read, as workbooks are."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from twopages.sources.columns import batches_of, refusing

GEOMETRY = "geometry"


@dataclass(frozen=True, slots=True)
class FeatureReader:
    """Reads a GeoJSON file: one column a property, and the geometry as GeoJSON text under the header `geometry`.

    A property of that name goes before; where no feature has an `id` among its properties, the `id` of the features is a column.
    """

    path: Path
    geometry: str = GEOMETRY

    def headers(self) -> list[str]:
        """The names of all properties in order of their first appearance, then the geometry."""
        return _headers(self._features(), self.geometry)

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The features as text."""
        features = self._features()
        headers = _headers(features, self.geometry)
        return batches_of(
            headers, ([_cell(item, header, self.geometry) for header in headers] for item in features), rows
        )

    def _features(self) -> list[dict[str, Any]]:
        with refusing(self.path, "a GeoJSON FeatureCollection", ValueError, TypeError, KeyError):
            features = orjson.loads(self.path.read_bytes().removeprefix(b"\xef\xbb\xbf"))["features"]
            return [_checked(item) for item in features]


def _checked(feature: dict[str, Any]) -> dict[str, Any]:
    if feature["type"] != "Feature" or not isinstance(feature.get("properties") or {}, dict):
        raise ValueError("not a feature")
    return feature


def _headers(features: list[dict[str, Any]], geometry: str) -> list[str]:
    names = dict.fromkeys(name for item in features for name in (item.get("properties") or {}))
    if any("id" in item for item in features):
        names.setdefault("id")
    if any(item.get("geometry") for item in features):
        names.setdefault(geometry)
    return list(names)


def _cell(feature: dict[str, Any], header: str, geometry: str) -> object:
    properties = feature.get("properties") or {}
    if header in properties:
        value = properties[header]
        return orjson.dumps(value).decode() if isinstance(value, dict) else value
    if header == geometry and feature.get("geometry"):
        return orjson.dumps(feature["geometry"]).decode()
    return feature.get("id") if header == "id" else None
