"""How fast deliveries go into the store, row by row on the incremental way, and how much memory that takes."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from bench.figure import Figure
from bench.place import Place
from twopages.errors import DeliveryError
from twopages.ontology.model import Model
from twopages.sources import Manifest, deliveries, open_delivery, write_manifest
from twopages.synthetic import write_changes, write_city

RATE, MEMORY = 1500.0, 500.0
LATER = "2021-07-01"
NEW, TOLD = (
    10,
    2,
)  # of so many rows one comes later: of datasets that make entities known, and of those that tell of known ones


def measure(place: Place, folder: Path, persons: int, enterprises: int) -> Iterator[Figure]:
    """Most of a city fills the store and warms it up; the rest comes as changes, some about new people; then the next month."""
    whole, most, rest = folder / "whole", folder / "most", folder / "rest"
    write_city(place.model, whole, persons=persons, enterprises=enterprises, seed=1)
    _divide(place.model, whole, most, rest)
    first, later = (place.child("bench.feeding", str(part)) for part in (most, rest))
    yield Figure(
        f"feed, cold, into an empty store ({first['rows']:,} rows)", first["rows"] / first["seconds"], "rows/s"
    )
    named = f"feed, warm, into a store of {persons:,} persons ({later['rows']:,} rows)"
    yield Figure(named, later["rows"] / later["seconds"], "rows/s", at_least=RATE)
    write_changes(place.model, folder / "next", persons=persons, enterprises=enterprises, seed=1)
    month = place.child("bench.feeding", str(folder / "next"))
    named = f"feed, the next month ({month['rows']:,} rows, {month['written']:,} not unchanged)"
    yield Figure(named, month["rows"] / month["seconds"], "rows/s")
    peak = max(told["peak"] for told in (first, later, month))
    yield Figure("feed, peak memory of the app", peak, "MiB", at_most=MEMORY)


def _divide(model: Model, whole: Path, most: Path, rest: Path) -> None:
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
