"""Whatever is within reach of a point shares a cell with it."""

from hypothesis import given
from hypothesis import strategies as st

from twopages.values import Geometry, cells_at, cells_near, parse_geometry
from twopages.values.grid import REACH

LONGITUDE, LATITUDE = st.floats(120.9, 122.1), st.floats(30.7, 31.8)
POINT = st.tuples(LONGITUDE, LATITUDE)
OFFSET = st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02))


@given(st.lists(POINT, min_size=2, max_size=4) | POINT.flatmap(lambda at: st.lists(OFFSET, min_size=2, max_size=4).map(
    lambda moves: [at, *((at[0] + east, at[1] + north) for east, north in moves)])), POINT, OFFSET)  # fmt: skip
def test_what_is_near_shares_a_cell(
    line: list[tuple[float, float]], start: tuple[float, float], by: tuple[float, float]
) -> None:
    shape = Geometry("LINESTRING", ((tuple(line),),))
    for point in (start, (line[0][0] + by[0] / 3, line[0][1] + by[1] / 3)):
        if shape.distance(point) <= REACH:
            assert set(cells_at(point)) & set(cells_near(shape))


def test_small_shapes_have_few_fine_cells_and_large_ones_coarse_cells() -> None:
    small = parse_geometry("POLYGON ((121.471 31.231, 121.473 31.231, 121.473 31.233, 121.471 31.231))")
    large = parse_geometry("POLYGON ((121 31, 122 31, 122 31.6, 121 31))")
    assert small is not None
    assert large is not None
    assert "100x12147x3123" in cells_near(small)
    assert len(cells_near(small)) <= 9
    assert {cell.partition("x")[0] for cell in cells_near(large)} == {"10"}
    assert len(cells_near(large)) < 120
    assert cells_at((121.4712, 31.2359)) == ("100x12147x3123", "10x1214x312")


def test_a_point_far_away_shares_no_cell() -> None:
    shape = parse_geometry("POINT (121.471 31.231)")
    assert shape is not None
    assert not set(cells_at((121.6, 31.4))) & set(cells_near(shape))
