"""Feeding deliveries: verify, hold or take in chunk by chunk, retire what is gone; each step can be cut off and run again."""

import gc
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from twopages.errors import DeliveryError
from twopages.feed.check import check
from twopages.feed.chunk import load_chunk
from twopages.feed.fed_under import require_model
from twopages.feed.order import feeding_order
from twopages.feed.prepare import Chunk, Delivered, prepare
from twopages.feed.records import Rooms
from twopages.feed.report import BatchReport, Refused, Report, batch_report
from twopages.feed.retire import LIMIT, delivered_slots, gone, present_slots
from twopages.graph import Store, statement
from twopages.keys import KeyRing
from twopages.ontology.model import Dataset, Model
from twopages.sources import Delivery, Manifest, at_hand, deliveries, open_delivery, verify

Progress = Callable[[str, int, int], None]  # file name, rows done, rows in all


def feed_directory(  # noqa: PLR0913  # four things it cannot do without, three options
    store: Store,
    keys: KeyRing,
    model: Model,
    folder: Path,
    *,
    chunk: int = 2000,
    confirm: frozenset[str] = frozenset(),
    progress: Progress | None = None,
) -> list[Report]:
    """Feed every delivery of a folder in order of its as-of day; one that cannot be taken is reported as refused, the others go on.

    `confirm` holds the ids of deliveries, or of datasets, that may retire more than a tenth of their records.
    """
    require_model(model, store)
    feeder = Feeder(store, Rooms(model, keys), chunk, confirm, progress or _silent)
    order = feeding_order(model)
    with _few_collections():
        reports = [
            feeder.feed(path, manifest) for path, manifest in sorted(deliveries(folder), key=partial(_place, order))
        ]
    return [feeder.counted_again(report) for report in reports]


def _place(order: Mapping[str, int], item: tuple[Path, Manifest | DeliveryError]) -> tuple[str, int, str]:
    """Refused ones first, then by day, then whoever makes entities known first."""
    path, manifest = item
    if isinstance(manifest, DeliveryError):
        return "", 0, path.name
    return manifest.as_of, order.get(manifest.dataset, -1), path.name


@contextmanager
def _few_collections() -> Iterator[None]:
    """Rows make many objects and no cycles: looking for cycles as often as by default would take a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _silent(_file: str, _done: int, _rows: int) -> None:
    """No progress is wanted."""


@dataclass(frozen=True)
class Feeder:
    """Takes deliveries into one store."""

    store: Store
    rooms: Rooms
    chunk: int
    confirm: frozenset[str]
    progress: Progress

    def feed(self, path: Path, manifest: Manifest | DeliveryError) -> Report:
        """One delivery, verified whole before anything of it is written."""
        try:
            if isinstance(manifest, DeliveryError):
                raise manifest
            dataset = self._dataset(path, manifest)
            with at_hand(path, manifest, dataset) as (file, told):
                verify(file, told, dataset)
                return self._take(file, told, dataset)
        except DeliveryError as error:
            return Refused(path.name, str(error))

    def counted_again(self, report: Report) -> Report:
        """The report with its counts as they stand now: rows that waited may have joined when a later delivery came in."""
        ledger = self._ledger(report.id) if isinstance(report, BatchReport) else None
        return batch_report(ledger, already=report.already) if ledger and isinstance(report, BatchReport) else report

    def _dataset(self, path: Path, manifest: Manifest) -> Dataset:
        if manifest.dataset not in self.rooms.model.datasets:
            raise DeliveryError(
                f"{path.name}: its manifest names the dataset {manifest.dataset!r}, which the ontology does not know.",
                "Correct the manifest, or add the dataset to the ontology.",
            )
        return self.rooms.model.datasets[manifest.dataset]

    def _take(self, path: Path, manifest: Manifest, dataset: Dataset) -> BatchReport:
        name = self.rooms.keys.hash_id("batch", dataset.id, manifest.sha256, manifest.as_of)
        ledger = self._ledger(name)
        if ledger is not None and ledger["state"] == "loaded":
            return batch_report(ledger, already=True)
        source = open_delivery(path, manifest, dataset)
        delivered = Delivered(name, dataset.id, manifest.as_of, manifest.mode, self._fulls(dataset))
        missing = (
            self._gone(source, delivered)
            if delivered.mode == "full" and delivered.as_of >= delivered.newest_full
            else []
        )
        if ledger is None or ledger["state"] == "held":
            confirmed = {name, dataset.id} & self.confirm
            held = bool(missing) and not confirmed and len(missing) > LIMIT * self._present(dataset)
            ledger = self._open_batch(delivered, path, manifest, "held" if held else "loading")
            if held:
                return batch_report(ledger)
        return self._load(source, delivered, ledger, missing)

    def _load(
        self, source: Delivery, delivered: Delivered, ledger: dict[str, Any], missing: Sequence[str]
    ) -> BatchReport:
        for chunk in ahead(self._chunks(source, delivered, ledger)):
            self._write(delivered, chunk)
            self.progress(ledger["file"], min(chunk.number * ledger["chunkRows"], ledger["rows"]), ledger["rows"])
        for number, slots in enumerate(batched_lists(missing, ledger["chunkRows"]), self._reached(delivered.batch) + 1):
            self._write(delivered, Chunk(number, retired=slots))
        parameters = {
            "batch": delivered.batch,
            "state": "loaded",
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        rows = self.store.write(lambda tx: tx.run(statement("feed_batch_state"), parameters))
        return batch_report(rows[0]["batch"])

    def _chunks(self, source: Delivery, delivered: Delivered, ledger: dict[str, Any]) -> Generator[Chunk, None, None]:
        form, size, done = self.rooms.forms[delivered.dataset], ledger["chunkRows"], ledger["chunk"]
        for number, batch in enumerate(source.batches(size), 1):
            if number > done:
                yield prepare(
                    self.rooms, delivered, number, *check(form, batch, (number - 1) * size + 1, delivered.as_of)
                )

    def _write(self, delivered: Delivered, chunk: Chunk) -> None:
        self.store.write(lambda tx: load_chunk(tx, self.rooms, delivered, chunk))

    def _gone(self, source: Delivery, delivered: Delivered) -> list[str]:
        present = present_slots(self.store, delivered.dataset, delivered.as_of)
        first = next(present, None)
        if first is None:
            return []
        slots = delivered_slots(self.rooms, source, delivered.dataset, delivered.as_of, self.chunk)
        return gone(slots, chain([first], present))

    def _present(self, dataset: Dataset) -> int:
        rows = self.store.read(statement("feed_count_present"), {"dataset": dataset.id})
        return int(rows[0]["present"])

    def _fulls(self, dataset: Dataset) -> tuple[str, ...]:
        rows = self.store.read(statement("feed_fulls"), {"dataset": dataset.id})
        return tuple(rows[0]["days"])

    def _ledger(self, batch: str) -> dict[str, Any] | None:
        rows = self.store.read(statement("feed_batch"), {"batch": batch})
        return dict(rows[0]["batch"]) if rows else None

    def _reached(self, batch: str) -> int:
        ledger = self._ledger(batch)
        return int(ledger["chunk"]) if ledger else 0

    def _open_batch(self, delivered: Delivered, path: Path, manifest: Manifest, state: str) -> dict[str, Any]:
        model, dataset = self.rooms.model, self.rooms.model.datasets[delivered.dataset]
        catalogue = {
            "dataset": dataset.id,
            "library": dataset.library,
            "department": dataset.department,
            "model": model.digest,
        }
        properties = {
            "dataset": dataset.id, "file": path.name, "sha256": manifest.sha256, "asOf": manifest.as_of, "mode": manifest.mode,
            "encoding": manifest.encoding, "rows": manifest.rows, "chunkRows": self.chunk,
        }  # fmt: skip

        def work(tx: Any) -> dict[str, Any]:
            tx.run(statement("feed_catalogue"), catalogue)
            opening = {"dataset": dataset.id, "batch": delivered.batch, "properties": properties, "state": state}
            return dict(tx.run(statement("feed_open_batch"), opening)[0]["batch"])

        return self.store.write(work)


def batched_lists(items: Sequence[str], size: int) -> Iterator[list[str]]:
    """The items in lists of at most `size`."""
    return (list(items[start : start + size]) for start in range(0, len(items), size))


def ahead(chunks: Generator[Chunk, None, None]) -> Iterator[Chunk]:
    """The chunks, each prepared by a thread of its own while the store is busy with the one before."""
    with ThreadPoolExecutor(1) as worker:
        try:
            coming = worker.submit(next, chunks, None)
            while (chunk := coming.result()) is not None:
                coming = worker.submit(next, chunks, None)
                yield chunk
        finally:
            worker.submit(chunks.close)
