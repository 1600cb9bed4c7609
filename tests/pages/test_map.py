"""The small map: what is drawn, and what is told to those who do not see it."""

import xml.etree.ElementTree as ET  # our own drawing, no foreign text

import pytest

from twopages.pages.contexts.map import HEIGHT, LAYERS, WIDTH, Marker, Shown, draw_map
from twopages.values import Geometry, parse_geometry

NS = "{http://www.w3.org/2000/svg}"
HOME = Marker((121.4510, 31.2170), "住址 <安福路>")


def shape(text: str) -> Geometry:
    found = parse_geometry(text)
    assert found is not None
    return found


SQUARE = "POLYGON ((121.4500 31.2150, 121.4520 31.2150, 121.4520 31.2160, 121.4500 31.2160, 121.4500 31.2150))"
PARK = Shown(shape(SQUARE), "安福绿地", "green")
RIVER = Shown(shape("LINESTRING (121.44 31.218, 121.46 31.218)"), "小河", "waters")
FAR = Shown(shape("LINESTRING (121.0 31.0, 121.1 31.0)"), "远路", "road")
LAMP = Shown(shape("POINT (121.4511 31.2171)"), "感知点", "nonsense")


def drawn(*markers: Marker, around: tuple[Shown, ...] = (PARK, RIVER, FAR, LAMP), language: str = "zh") -> ET.Element:
    return ET.fromstring(draw_map(markers, around, "附近", language))  # type: ignore[arg-type]  # noqa: S314


def classes(root: ET.Element) -> list[str]:
    return [item.get("class", "") for item in root.iter() if item.get("class")]


def test_surroundings_markers_scale_and_north_are_drawn() -> None:
    found = classes(drawn(HOME))
    assert found[0] == "map"
    layers = [name for name in found if name.startswith(("map-green", "map-waters", "map-other"))]
    assert layers == ["map-green map-area", "map-waters map-line", "map-other"]
    assert {"map-marker", "map-scale", "map-north", "map-ground"} <= set(found)
    assert "map-road map-line" not in found  # it lies outside


def test_title_and_description_say_what_is_to_be_seen() -> None:
    root = drawn(HOME, Marker((121.4515, 31.2175), "单位", 2))
    told = {item.tag: item.text for item in root if item.tag in (f"{NS}title", f"{NS}desc")}
    assert told == {f"{NS}title": "附近", f"{NS}desc": "1 住址 <安福路>；2 单位；安福绿地；小河；感知点"}
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "map-title map-text"


def test_one_place_is_in_the_middle_and_all_places_are_inside() -> None:
    one = drawn(HOME, around=())
    assert [item.get("transform") for item in one if item.get("class") == "map-marker"] == [
        f"translate({WIDTH // 2} {HEIGHT // 2})"
    ]
    spread = [HOME, Marker((121.60, 31.40), "b"), Marker((121.30, 31.10), "c")]
    for item in drawn(*spread):
        if item.get("class") == "map-marker":
            x, y = map(float, item.get("transform", "")[10:-1].split())
            assert 0 <= x <= WIDTH
            assert 0 <= y <= HEIGHT


@pytest.mark.parametrize(
    ("language", "place", "said"), [("zh", (121.4515, 31.2175), "100 米"), ("en", (121.60, 31.40), "10 km")]
)
def test_the_scale_bar_is_a_round_length(language: str, place: tuple[float, float], said: str) -> None:
    root = drawn(HOME, Marker(place, "b"), language=language)
    bar = next(item for item in root if item.get("class") == "map-scale")
    assert [text.text for text in bar.iter(f"{NS}text")] == [said]


def test_nothing_makes_no_map_and_features_alone_make_one() -> None:
    assert draw_map((), (), "附近", "zh") == ""
    assert "map-green map-area" in classes(drawn(around=(PARK,)))


def test_names_are_written_once_and_escaped() -> None:
    twice = (PARK, Shown(RIVER.shape, "<b>绿地", "green"), Shown(PARK.shape, "安福绿地", "green"))
    names = [item.text for item in drawn(HOME, around=twice) if item.get("class") == "map-name"]
    assert names.count("安福绿地") == 1
    assert len(names) == len(set(names))


def test_every_layer_can_be_drawn() -> None:
    found = classes(drawn(HOME, around=tuple(Shown(PARK.shape, "", layer) for layer in LAYERS)))
    assert [name for name in found if name.endswith("map-area")] == [f"map-{layer} map-area" for layer in LAYERS]
