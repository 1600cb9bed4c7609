"""How fast deliveries go into the store, row by row on the incremental way, and how much memory that takes."""

from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.place import Place
from twopages.synthetic import write_changes, write_city

RATE, MEMORY = 1500.0, 500.0


def measure(place: Place, folder: Path, persons: int, enterprises: int) -> Iterator[Figure]:
    """The first feed of a city, then the next round of deliveries into the full store."""
    first, second = folder / "first", folder / "second"
    write_city(place.model, first, persons=persons, enterprises=enterprises, seed=1)
    write_changes(place.model, second, persons=persons, enterprises=enterprises, seed=1)
    told = place.child("bench.feeding", str(first))
    size = f"{persons:,} persons, {told['rows']:,} rows"
    yield Figure(f"feed, first deliveries ({size})", told["rows"] / told["seconds"], "rows/s", at_least=RATE)
    yield Figure("feed, peak memory of the app", told["peak"], "MiB", at_most=MEMORY)
    again = place.child("bench.feeding", str(second))
    named = f"feed, next round ({again['rows']:,} rows, {again['written']:,} written)"
    yield Figure(named, again["rows"] / again["seconds"], "rows/s", at_least=RATE)
    yield Figure("feed, peak memory in the next round", again["peak"], "MiB", at_most=MEMORY)
