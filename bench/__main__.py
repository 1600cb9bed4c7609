"""`python -m bench`: measure everything, print one table, write one JSON file."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bench import city, feed, page, serve
from bench.figure import report
from bench.place import place

OUT = Path(__file__).with_name("out")


def main(
    persons: Annotated[int, typer.Option(min=100, help="Persons of the city.")] = 10_000,
    enterprises: Annotated[int, typer.Option(min=10, help="Enterprises of the city.")] = 1_000,
    big: Annotated[bool, typer.Option(help="Make up a city of a million persons too.")] = False,
) -> None:
    """Measure the feed, the page and the server; exit with 1 when a figure misses its limit."""
    with TemporaryDirectory(prefix="twopages-bench-") as folder, place(Path(folder) / "home") as here:
        figures = [*feed.measure(here, Path(folder), persons, enterprises), *serve.measure(here), *page.measure(here)]
        figures += list(city.measure(Path(folder))) if big else []
    report(figures, OUT)
    sys.exit(not all(figure.met for figure in figures))


if __name__ == "__main__":
    typer.run(main)
