"""`python -m bench [PART...]`: everything or these parts; one table, one JSON file."""

import sys
from collections.abc import Collection, Iterator
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bench import access, city, erase, feed, looks, page, receipts, serve, tags
from bench.figure import Figure, report
from bench.place import Place, place

OUT = Path(__file__).with_name("out")


class Part(StrEnum):
    """What can be measured by itself."""

    FEED = "feed"
    SERVE = "serve"
    PAGE = "page"
    TAGS = "tags"
    RECEIPTS = "receipts"
    LOOKS = "looks"
    ACCESS = "access"
    ERASE = "erase"


def main(
    parts: Annotated[list[Part] | None, typer.Argument(help="What to measure; everything if nothing is named.")] = None,
    persons: Annotated[int, typer.Option(min=100, help="Persons of the city.")] = 10_000,
    enterprises: Annotated[int, typer.Option(min=10, help="Enterprises of the city.")] = 1_000,
    big: Annotated[bool, typer.Option(help="Make up a city of a million persons too.")] = False,
) -> None:
    """Measure all that has a limit, and erasing, tags and receipts among it; exit with 1 when a figure misses its limit."""
    wanted = frozenset(parts or Part)
    with TemporaryDirectory(prefix="twopages-bench-") as folder:
        figures = list(receipts.measure(Path(folder))) if Part.RECEIPTS in wanted else []
        if wanted != {Part.RECEIPTS}:
            with place(Path(folder) / "home") as here:
                figures += list(looks.measure(here, Path(folder))) if Part.LOOKS in wanted else []
                figures += (
                    []
                    if wanted <= {Part.RECEIPTS, Part.LOOKS}
                    else _figures(wanted, here, Path(folder), persons, enterprises)
                )
        figures += list(city.measure(Path(folder))) if big else []
    report(figures, OUT)
    sys.exit(not all(figure.met for figure in figures))


def _figures(parts: Collection[Part], here: Place, folder: Path, persons: int, enterprises: int) -> Iterator[Figure]:
    """All but the feed is measured over a store that holds a city, whether its feeding was measured or not; tags add to it."""
    if Part.FEED in parts:
        yield from feed.measure(here, folder, persons, enterprises)
    else:
        feed.fill(here, folder, persons, enterprises)
    if Part.SERVE in parts:
        yield from serve.measure(here)
    if Part.PAGE in parts:
        yield from page.measure(here)
    if Part.ACCESS in parts:
        yield from access.measure(here, folder)
    if Part.ERASE in parts:
        yield from erase.measure(here, folder, persons, enterprises)
    if Part.TAGS in parts:
        yield from tags.measure(here)


if __name__ == "__main__":
    typer.run(main)
