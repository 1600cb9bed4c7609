"""How fast deliveries go into the store, row by row on the incremental way, and how much memory that takes."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from bench.figure import Figure
from bench.place import Place, place
from twopages.errors import DeliveryError
from twopages.ontology.model import Model
from twopages.sources import Manifest, deliveries, open_delivery, write_manifest
from twopages.synthetic import write_changes, write_city

PATIENCE = 180.0  # seconds for 10,000 persons and 1,000 enterprises of all datasets, from an empty store, on two cores
CITY = 11_000  # persons and enterprises that the patience is for
RATE, MEMORY = 1500.0, 500.0
LATER = "2021-07-01"
NEW, TOLD = (
    10,
    2,
)  # of so many rows one comes later: of datasets that make entities known, and of those that tell of known ones


def fill(place: Place, folder: Path, persons: int, enterprises: int) -> dict[str, float]:
    """Feed a whole city into an empty store: what it took."""
    write_city(place.model, folder / "whole", persons=persons, enterprises=enterprises, seed=1)
    return place.child("bench.feeding", str(folder / "whole"))


def measure(here: Place, folder: Path, persons: int, enterprises: int) -> Iterator[Figure]:
    """A whole city from an empty store, then its next month; and in a store of its own most of it, then the rest as changes."""
    whole = fill(here, folder, persons, enterprises)
    due = PATIENCE * (persons + enterprises) / CITY if persons + enterprises >= CITY else None
    named = f"feed, {persons:,} persons and {enterprises:,} enterprises from empty ({whole['rows']:,} rows)"
    yield Figure(named, whole["seconds"], "s", at_most=due)
    yield Figure("feed, the same", whole["rows"] / whole["seconds"], "rows/s")
    yield Figure("feed, the same, processor time of the app", whole["busy"], "s")
    month = _month(here, folder / "next", persons, enterprises)
    named = f"feed, the next month ({month['rows']:,} rows, {month['written']:,} not unchanged)"
    yield Figure(named, month["rows"] / month["seconds"], "rows/s")
    with place(folder / "second") as second:
        later = _later(second, folder, folder / "whole")
    named = f"feed, warm, into a store of {persons:,} persons ({later['rows']:,} rows)"
    yield Figure(named, later["rows"] / later["seconds"], "rows/s", at_least=RATE)
    peak = max(told["peak"] for told in (whole, month, later))
    yield Figure("feed, peak memory of the app", peak, "MiB", at_most=MEMORY)


def _month(here: Place, folder: Path, persons: int, enterprises: int) -> dict[str, float]:
    write_changes(here.model, folder, persons=persons, enterprises=enterprises, seed=1)
    return here.child("bench.feeding", str(folder))


def _later(here: Place, folder: Path, whole: Path) -> dict[str, float]:
    """Most of the city fills the store and warms it up; the rest comes as changes, some about new people."""
    most, rest = folder / "most", folder / "rest"
    divide(here.model, whole, most, rest)
    here.child("bench.feeding", str(most))
    return here.child("bench.feeding", str(rest))


def divide(model: Model, whole: Path, most: Path, rest: Path) -> None:
    """The rows of each delivery as text: most of them in full, the others later as changes."""
    for path, manifest in deliveries(whole):
        assert not isinstance(manifest, DeliveryError)
        dataset = model.datasets[manifest.dataset]
        source = open_delivery(path, manifest, dataset)
        rows = [row for batch in source.batches(10_000) for row in _rows(batch)]
        share = NEW if dataset.registers else TOLD
        early = [row for index, row in enumerate(rows) if index % share]
        _write(most, manifest, source.headers(), early, first=True)
        _write(rest, manifest, source.headers(), rows[::share], first=False)


def _rows(batch: pa.RecordBatch) -> Iterator[tuple[str, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _write(
    folder: Path, manifest: Manifest, headers: tuple[str, ...], rows: list[tuple[str, ...]], *, first: bool
) -> None:
    if not rows:
        return
    folder.mkdir(exist_ok=True)
    path = folder / f"{manifest.dataset}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headers, *rows])
    mode, day = ("full", manifest.as_of) if first else ("changes", LATER)
    write_manifest(path, dataset=manifest.dataset, mode=mode, as_of=day, encoding="utf-8", rows=len(rows))
