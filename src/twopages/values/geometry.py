"""Geometries of features: points, lines and areas in degrees (CGCS2000, within centimetres of EPSG:4326), as WKT or GeoJSON."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import cos, hypot, radians
from types import MappingProxyType
from typing import Any

from twopages.values.recipe import Answer, Fault, Language, Recipe

Point = tuple[float, float]  # longitude, latitude
Line = tuple[Point, ...]
Parts = tuple[tuple[Line, ...], ...]

METRES = 111_320.0  # in one degree of latitude
_MEANT = (
    73.0,
    3.0,
    136.0,
    54.0,
)  # west, south, east, north of the country: what lies outside is in other units or swapped
_MOST = 20_000  # points of one geometry
_TYPES: Mapping[str, str] = MappingProxyType(
    {name.upper(): name for name in ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")}
)
_NAMES = MappingProxyType({"POINT": ("点", "Point"), "LINESTRING": ("线", "Line"), "POLYGON": ("面", "Area")})
_WKT = re.compile(r"\s*(?:SRID=(?:4326|4490|4480);)?\s*([A-Z]+)\s*(?:ZM|Z|M)?\s*(\([-+0-9.eE(), \s]*\))\s*")
_PAIR = re.compile(r"([-+0-9.eE]+)\s+([-+0-9.eE]+)(?:\s+[-+0-9.eE]+){0,2}")


@dataclass(frozen=True, slots=True)
class Geometry:
    """One geometry: its type as WKT names it, and its parts, each made of lines; a point is a line of one point, an area its rings."""

    type: str
    parts: Parts

    @property
    def lines(self) -> Iterator[Line]:
        """All its lines."""
        return (line for part in self.parts for line in part)

    @property
    def area(self) -> bool:
        """Whether it has an inside."""
        return self.type.endswith("POLYGON")

    def points(self) -> Iterator[Point]:
        """All its points."""
        return (point for line in self.lines for point in line)

    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east and north."""
        longitudes, latitudes = zip(*self.points(), strict=True)
        return min(longitudes), min(latitudes), max(longitudes), max(latitudes)

    def distance(self, point: Point) -> float:
        """Metres from a point, 0 inside an area; reckoned on a plane, which is good to a metre within some kilometres."""
        if self.area and _inside(point, self.lines):
            return 0.0
        return min(_to_line(point, line) for line in self.lines)


@lru_cache(maxsize=4096)
def parse_geometry(text: str) -> Geometry | None:
    """The geometry of a text in WKT or of a GeoJSON geometry; None for another form and for points outside the country."""
    try:
        name, coordinates = _from_json(text) if text.lstrip().startswith("{") else _from_wkt(text)
        found = Geometry(name, _parts(name, coordinates))
        return found if _sound(found) else None
    except (TypeError, ValueError, KeyError, IndexError, RecursionError):
        return None


def wkt(geometry: Geometry) -> str:
    """The one text of a geometry: coordinates with at most seven decimals, a centimetre."""
    parts = [[", ".join(f"{_number(x)} {_number(y)}" for x, y in line) for line in part] for part in geometry.parts]
    match geometry.type:
        case "POINT" | "LINESTRING":
            return f"{geometry.type} ({parts[0][0]})"
        case "POLYGON":
            return f"POLYGON {_bracketed(parts[0])}"
        case "MULTIPOLYGON":
            return f"MULTIPOLYGON ({', '.join(map(_bracketed, parts))})"
        case _:
            return f"{geometry.type} {_bracketed(part[0] for part in parts)}"


def clean_geometry(text: str, recipe: Recipe, as_of: str) -> Answer:
    """A geometry as WKT in one spelling, whether delivered as WKT or as GeoJSON."""
    found = parse_geometry(text)
    if found is None:
        return Fault.FORMAT
    return wkt(found)


def metres_between(point: Point, other: Point) -> float:
    """Metres between two points not far from each other."""
    return hypot(*_plane(point, other))


def size_of(geometry: Geometry) -> float:
    """Square metres of an area, metres of a line, 0 of points."""
    if geometry.area:
        return sum(
            abs(_ring_area(part[0])) - sum(abs(_ring_area(hole)) for hole in part[1:]) for part in geometry.parts
        )
    return sum(metres_between(start, end) for line in geometry.lines for start, end in pairwise(line))


def show_geometry(text: str, language: Language) -> str:
    """What a geometry is and how large, for people; another text as it is."""
    found = parse_geometry(text)
    if found is None:
        return text
    name = _NAMES[found.type.removeprefix("MULTI")][language != "zh"]
    if found.type.endswith("POINT"):
        return f"{name} {', '.join(f'{x:.5f} {y:.5f}' for x, y in found.points())}"
    size = size_of(found)
    unit = ("平方米", "m²") if found.area else ("米", "m")
    shown = f"{size:,.0f}{'' if language == 'zh' else ' '}{unit[language != 'zh']}"
    return f"{name}，{shown}" if language == "zh" else f"{name}, {shown}"


def _ring_area(ring: Line) -> float:
    placed = [_plane(point, ring[0]) for point in ring]
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(placed)) / 2


def _bracketed(lines: Iterable[str]) -> str:
    return f"({', '.join(f'({line})' for line in lines)})"


def _number(value: float) -> str:
    return f"{value:.7f}".rstrip("0").rstrip(".")


def _from_json(text: str) -> tuple[str, Any]:
    content = json.loads(text)
    return str(content["type"]).upper(), content["coordinates"]


def _from_wkt(text: str) -> tuple[str, Any]:
    """Type and coordinates as GeoJSON nests them."""
    found = _WKT.fullmatch(text.upper())
    if found is None:
        raise ValueError("not WKT")
    name, body = found.groups()
    nested = json.loads(_PAIR.sub(r"[\1,\2]", body).replace("(", "[").replace(")", "]"))
    if name == "POINT":
        return name, nested[0]
    if name == "MULTIPOINT":  # each point may stand in brackets of its own
        return name, [item[0] if isinstance(item[0], list) else item for item in nested]
    return name, nested


def _parts(name: str, coordinates: Any) -> Parts:
    if name not in _TYPES:
        raise ValueError("another type")
    match name:
        case "POINT":
            return (((_point(coordinates),),),)
        case "MULTIPOINT":
            return tuple(((_point(item),),) for item in coordinates)
        case "LINESTRING":
            return ((_line(coordinates),),)
        case "MULTILINESTRING":
            return tuple((_line(item),) for item in coordinates)
        case "POLYGON":
            return (tuple(map(_line, coordinates)),)
        case _:
            return tuple(tuple(map(_line, item)) for item in coordinates)


def _line(coordinates: Sequence[Any]) -> Line:
    return tuple(map(_point, coordinates))


def _point(coordinates: Sequence[Any]) -> Point:
    return float(coordinates[0]), float(coordinates[1])


def _sound(found: Geometry) -> bool:
    """Whether every point lies where the country is, lines have two points and rings are closed."""
    west, south, east, north = _MEANT
    lines = list(found.lines)
    if not lines or not 0 < sum(map(len, lines)) <= _MOST:
        return False
    if not all(west <= x <= east and south <= y <= north for x, y in found.points()):
        return False
    if found.area:
        return all(len(line) > 3 and line[0] == line[-1] for line in lines)
    return found.type.endswith("POINT") or all(len(line) > 1 for line in lines)


def _plane(point: Point, origin: Point) -> tuple[float, float]:
    """Metres east and north of an origin."""
    return (point[0] - origin[0]) * METRES * cos(radians(origin[1])), (point[1] - origin[1]) * METRES


def _to_line(point: Point, line: Line) -> float:
    placed = [_plane(item, point) for item in line]
    if len(placed) == 1:
        return hypot(*placed[0])
    return min(_to_segment(start, end) for start, end in pairwise(placed))


def _to_segment(start: Point, end: Point) -> float:
    """From the origin to the piece of a straight line."""
    along = (end[0] - start[0], end[1] - start[1])
    length = along[0] ** 2 + along[1] ** 2
    share = -(start[0] * along[0] + start[1] * along[1]) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return hypot(start[0] + share * along[0], start[1] + share * along[1])


def _inside(point: Point, rings: Iterable[Line]) -> bool:
    """Whether a point lies inside by the even-odd rule, so that holes are outside."""
    x, y = point
    crossings = 0
    for ring in rings:
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                crossings += 1
    return crossings % 2 == 1
