"""A grid over the land: which cells a point or shape is in or near, so that what is near each other is found without its coordinates."""

from collections.abc import Iterator
from itertools import product
from math import floor

from twopages.values.geometry import METRES, Geometry, Point

REACH = 600.0  # metres: what is nearer than this to a point shares a cell with it
_FINE, _COARSE = 100, 10  # cells to a degree: about a kilometre, about ten
_MOST = 64  # fine cells of one shape; a larger one has coarse cells


def cells_at(point: Point) -> tuple[str, str]:
    """The two cells of a point: the fine and the coarse one. They tell where it is to about a kilometre."""
    return _cell(point, _FINE), _cell(point, _COARSE)


def cells_near(geometry: Geometry) -> tuple[str, ...]:
    """The cells within reach of a shape, fine ones of a small and coarse ones of a large one, in order."""
    for size in (_FINE, _COARSE):
        found = tuple(_near(geometry, size))
        if size == _COARSE or len(found) <= _MOST:
            break
    return found


def cells_in(west: float, south: float, east: float, north: float, *, fine: bool) -> tuple[str, ...]:
    """The fine or the coarse cells of a window, in degrees; none where it has no inside."""
    size = _FINE if fine else _COARSE
    columns = range(floor(west * size), floor(east * size) + 1)
    rows = range(floor(south * size), floor(north * size) + 1)
    return tuple(f"{size}x{column}x{row}" for column, row in product(columns, rows))


def coarse(cell: str) -> str:
    """The coarse cell that a cell lies in; itself where it is one."""
    size, column, row = map(int, cell.split("x"))
    share = size // _COARSE
    return f"{_COARSE}x{column // share}x{row // share}"


def _cell(point: Point, size: int) -> str:
    return f"{size}x{floor(round(point[0] * size, 7))}x{floor(round(point[1] * size, 7))}"


def _near(geometry: Geometry, size: int) -> Iterator[str]:
    """The cells whose middle is as near as a cell within reach may have it."""
    margin = REACH / METRES * 1.25  # a degree of longitude is shorter
    west, south, east, north = geometry.bounds()
    columns = range(floor((west - margin) * size), floor((east + margin) * size) + 1)
    rows = range(floor((south - margin) * size), floor((north + margin) * size) + 1)
    if size == _FINE and len(columns) * len(rows) > _MOST**2:
        yield from (f"{size}x{column}x{row}" for column, row in product(columns, rows))
        return
    half = METRES / size / 2 * 2**0.5
    for column, row in product(columns, rows):
        if geometry.distance(((column + 0.5) / size, (row + 0.5) / size)) <= REACH + half:
            yield f"{size}x{column}x{row}"
