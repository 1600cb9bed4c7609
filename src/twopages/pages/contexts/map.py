"""A small map of one place, drawn as SVG from nothing but shapes that the store holds; no tiles, no other server. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import cos, radians

from markupsafe import Markup

from twopages.values import Geometry, Language, Point
from twopages.values.geometry import METRES

WIDTH, HEIGHT = 640, 360  # units of the drawing, which scales to the page
LAYERS = ("area", "green", "waters", "road", "other")  # how features look; drawn in this order
_MARGIN = 24
_LEAST = 150.0  # metres from the middle to the edge, however near all points are
_STEPS = (20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000)
_WORDS = {
    "zh": {"north": "北", "map": "地图", "metre": "米", "kilometre": "公里", "none": "没有可显示的位置"},
    "en": {"north": "N", "map": "Map", "metre": "m", "kilometre": "km", "none": "No place to show"},
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A feature of the surroundings: its shape, its name and how it looks (one of LAYERS)."""

    shape: Geometry
    name: str = ""
    layer: str = "other"


@dataclass(frozen=True, slots=True)
class Marker:
    """An address of the subject: where it is, what it is, and the number under which the page tells of it."""

    point: Point
    name: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class _View:
    """Which part of the land is drawn: its middle, and units of the drawing for a metre."""

    middle: Point
    scale: float

    def at(self, point: Point) -> tuple[float, float]:
        """Where a point is in the drawing."""
        east = (point[0] - self.middle[0]) * METRES * cos(radians(self.middle[1]))
        north = (point[1] - self.middle[1]) * METRES
        return WIDTH / 2 + east * self.scale, HEIGHT / 2 - north * self.scale

    def sees(self, shape: Geometry) -> bool:
        """Whether anything of a shape may be in the drawing."""
        west, south, east, north = shape.bounds()
        (left, bottom), (right, top) = self.at((west, south)), self.at((east, north))
        return right >= 0 and left <= WIDTH and bottom >= 0 and top <= HEIGHT


def draw_map(
    markers: Sequence[Marker], around: Iterable[Shown], title: str, language: Language, name: str = "map"
) -> Markup:
    """The map as one SVG element: features as surroundings, markers with numbers, a scale bar and north.

    What can be seen is told in words too: the title, and a description that names the markers and the features shown.
    Empty where there is no marker and nothing around. `name` tells it from other maps of the page.
    """
    features = list(around)
    if not markers and not features:
        return Markup("")
    view = _view([marker.point for marker in markers] or [point for item in features for point in item.shape.points()])
    shown = sorted((item for item in features if view.sees(item.shape)), key=_place)
    parts = [
        _told(markers, shown, title or _WORDS[language]["map"], language, name),
        Markup('<rect class="map-ground" width="{}" height="{}"/>').format(WIDTH, HEIGHT),
        *(_feature(view, item) for item in shown),
        *_names(view, shown),
        *(_marker(view, item) for item in markers),
        _scale_bar(view, language),
        _north(language),
    ]
    head = Markup(
        '<svg class="map" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-text" xmlns="http://www.w3.org/2000/svg">'
    )
    return head.format(WIDTH, HEIGHT, name, name) + Markup("").join(parts) + Markup("</svg>")


def _place(item: Shown) -> tuple[int, str, str]:
    layer = item.layer if item.layer in LAYERS else LAYERS[-1]
    return LAYERS.index(layer), item.name, item.shape.type


def _view(points: Sequence[Point]) -> _View:
    """The middle of all points, and a scale at which each is inside the margin."""
    longitudes, latitudes = zip(*points, strict=True)
    middle = ((min(longitudes) + max(longitudes)) / 2, (min(latitudes) + max(latitudes)) / 2)
    wide = max(_LEAST, (max(longitudes) - middle[0]) * METRES * cos(radians(middle[1])))
    high = max(_LEAST, (max(latitudes) - middle[1]) * METRES)
    return _View(middle, min((WIDTH / 2 - _MARGIN) / wide, (HEIGHT / 2 - _MARGIN) / high))


def _told(markers: Sequence[Marker], shown: Sequence[Shown], title: str, language: Language, name: str) -> Markup:
    named = [f"{item.number} {item.name}" for item in markers]
    named += dict.fromkeys(item.name for item in shown if item.name)
    text = ("；" if language == "zh" else "; ").join(named) or _WORDS[language]["none"]
    return Markup('<title id="{}-title">{}</title><desc id="{}-text">{}</desc>').format(name, title, name, text)


def _feature(view: _View, item: Shown) -> Markup:
    kind = item.layer if item.layer in LAYERS else LAYERS[-1]
    if item.shape.type.endswith("POINT"):
        dots = (view.at(point) for point in item.shape.points())
        return Markup("").join(
            Markup('<circle class="map-{}" cx="{}" cy="{}" r="4"/>').format(kind, *map(_units, dot)) for dot in dots
        )
    form = "area" if item.shape.area else "line"
    path = " ".join(_path(view, line, closed=item.shape.area) for line in item.shape.lines)
    return Markup('<path class="map-{} map-{}" fill-rule="evenodd" d="{}"/>').format(kind, form, path)


def _path(view: _View, line: Sequence[Point], *, closed: bool) -> str:
    """A line without the points that fall on the same spot of the drawing."""
    spots = dict.fromkeys(tuple(map(_units, view.at(point))) for point in line)
    start, *others = (f"{x} {y}" for x, y in spots)
    return f"M{start}" + "".join(f"L{spot}" for spot in others) + ("Z" if closed else "")


def _names(view: _View, shown: Iterable[Shown]) -> Iterator[Markup]:
    """The names of features, each once and none over another."""
    taken: list[tuple[float, float]] = []
    seen: set[str] = set()
    for item in shown:
        inside = [
            spot
            for spot in map(view.at, item.shape.points())
            if 30 < spot[0] < WIDTH - 90 and 20 < spot[1] < HEIGHT - 30
        ]
        free = next(
            (spot for spot in inside if all(abs(spot[0] - x) > 90 or abs(spot[1] - y) > 16 for x, y in taken)), None
        )
        if item.name and item.name not in seen and free is not None:
            taken.append(free)
            seen.add(item.name)
            yield Markup('<text class="map-name" x="{}" y="{}">{}</text>').format(*map(_units, free), item.name)


def _marker(view: _View, item: Marker) -> Markup:
    x, y = map(_units, view.at(item.point))
    text = Markup(
        '<g class="map-marker" transform="translate({} {})"><title>{}</title><path d="M0 0L-8 -14A10 10 0 1 1 8 -14Z"/>'
    )
    return text.format(x, y, item.name) + Markup('<text y="-16" text-anchor="middle">{}</text></g>').format(item.number)


def _scale_bar(view: _View, language: Language) -> Markup:
    """The longest round length that is at most a quarter of the map."""
    metres = max((step for step in _STEPS if step * view.scale <= WIDTH / 4), default=_STEPS[0])
    words = _WORDS[language]
    said = f"{metres // 1000} {words['kilometre']}" if metres >= 1000 else f"{metres} {words['metre']}"
    bar = Markup(
        '<g class="map-scale" transform="translate({} {})"><path d="M0 -6V0H{}V-6"/><text x="4" y="-8">{}</text></g>'
    )
    return bar.format(_MARGIN, HEIGHT - 14, _units(metres * view.scale), said)


def _north(language: Language) -> Markup:
    group = Markup('<g class="map-north" transform="translate({} {})">').format(WIDTH - _MARGIN, 28)
    word = Markup('<text y="18" text-anchor="middle">{}</text></g>').format(_WORDS[language]["north"])
    return group + Markup('<path d="M0 -12L6 6L0 2L-6 6Z"/>') + word


def _units(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
