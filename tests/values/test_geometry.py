"""Geometries as offices deliver them, and what can be asked of them."""

import json
from typing import Any

import pytest

from twopages.values import Fault, Geometry, Recipe, clean, metres_between, parse_geometry, show

SQUARE = "POLYGON ((121.47 31.23, 121.48 31.23, 121.48 31.24, 121.47 31.24, 121.47 31.23))"


def cleaned(text: str) -> object:
    found = clean(Recipe("geometry"), text, "2021-06-30")
    return Fault(found.fault) if found.fault else found.values[0] if found.values else None


def known(text: str) -> Geometry:
    found = parse_geometry(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("kind", "coordinates", "text"),
    [
        ("Point", [121.47, 31.23], "POINT (121.47 31.23)"),
        ("MultiPoint", [[121.47, 31.23], [121.5, 31.2]], "MULTIPOINT ((121.47 31.23), (121.5 31.2))"),
        ("LineString", [[121.47, 31.23], [121.5, 31.2]], "LINESTRING (121.47 31.23, 121.5 31.2)"),
        ("MultiLineString", [[[121.47, 31.23], [121.5, 31.2]]], "MULTILINESTRING ((121.47 31.23, 121.5 31.2))"),
        ("Polygon", [[[121, 31], [122, 31], [122, 32], [121, 31]]], "POLYGON ((121 31, 122 31, 122 32, 121 31))"),
        ("MultiPolygon", [[[[121, 31], [122, 31], [122, 32], [121, 31]]]], "MULTIPOLYGON (((121 31, 122 31, 122 32, 121 31)))"),
    ],
)  # fmt: skip
def test_wkt_and_geojson_give_one_text(kind: str, coordinates: list[Any], text: str) -> None:
    assert cleaned(json.dumps({"type": kind, "coordinates": coordinates})) == text
    assert cleaned(text) == text
    assert cleaned(f" SRID=4326;{text.lower().replace(' (', '(', 1)} ") == text
    assert cleaned("multipoint(121.47 31.23, 121.5 31.2)") == "MULTIPOINT ((121.47 31.23), (121.5 31.2))"


@pytest.mark.parametrize(
    "text",
    [
        "POINT (31.23 121.47)",  # swapped
        "POINT (-2345.6 1234.5)",  # plane coordinates of Shanghai
        "POINT (121.47)", "POINT 121.47 31.23", "POINT (121.47 31.23", "LINESTRING (121.47 31.23)",
        "POLYGON ((121 31, 122 31, 122 32))",
        "CIRCLE (121.47 31.23)", "黄浦公园", '{"type": "Point"}', '{"type": "Point", "coordinates": ["a", "b"]}', '{"a"', "POINT EMPTY",
        "POINT (NAN NAN)", '{"type": "Polygon", "coordinates": []}', '{"type": "Point", "coordinates": [NaN, NaN]}',
    ],
)  # fmt: skip
def test_what_is_no_geometry_of_the_country_is_refused(text: str) -> None:
    assert cleaned(text) is Fault.FORMAT


def test_heights_are_left_out_and_fillers_say_nothing() -> None:
    assert cleaned("POINT Z (121.47 31.23 4.5)") == "POINT (121.47 31.23)"
    assert cleaned("LINESTRING ZM(121.47 31.23 4 1, 121.5 31.2 5 1)") == "LINESTRING (121.47 31.23, 121.5 31.2)"
    assert cleaned("无") is None


def test_distances_are_in_metres() -> None:
    assert metres_between((121.47, 31.23), (121.47, 31.24)) == pytest.approx(1113, abs=1)
    assert known("LINESTRING (121.47 31.23, 121.48 31.23)").distance((121.475, 31.231)) == pytest.approx(111, abs=1)
    assert known("LINESTRING (121.47 31.23, 121.48 31.23)").distance((121.49, 31.23)) == pytest.approx(952, abs=2)
    assert known(SQUARE).distance((121.475, 31.235)) == 0
    assert known(SQUARE).distance((121.475, 31.25)) == pytest.approx(1113, abs=1)
    holed = SQUARE[:-1] + ", (121.472 31.232, 121.478 31.232, 121.478 31.238, 121.472 31.238, 121.472 31.232))"
    assert known(holed).distance((121.475, 31.235)) == pytest.approx(286, abs=2)
    assert known(SQUARE).bounds() == (121.47, 31.23, 121.48, 31.24)


def test_people_read_what_it_is_and_how_large() -> None:
    assert show("geometry", SQUARE, "zh") == "面，1,059,643平方米"
    assert show("geometry", "LINESTRING (121.47 31.23, 121.47 31.24)", "en") == "Line, 1,113 m"
    assert show("geometry", "POINT (121.47 31.23)", "zh") == "点 121.47000 31.23000"
    assert show("geometry", "unreadable", "zh") == "unreadable"
