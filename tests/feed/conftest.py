"""A store of their own for the tests that write, and a desk that writes small deliveries."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.feed.snapshot import Snapshot, empty, snapshot
from twopages.dossier.today import today_in_shanghai
from twopages.feed.delivery import Feeder, feed_directory
from twopages.feed.records import Rooms
from twopages.feed.report import BatchReport, Refused, Report
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.sources import read_manifest, write_manifest
from twopages.synthetic import write_city
from twopages.tags.assign import Assigned, assign
from twopages.tags.rules import Rules


def write_delivery(  # noqa: PLR0917  # what a delivery is
    model: Model, folder: Path, dataset: str, rows: Sequence[dict[str, str]], day: str, mode: str, name: str = ""
) -> Path:
    """One delivery as UTF-8 text, whatever the department's own format; headers in the order of the ontology."""
    headers = [column.header for column in model.datasets[dataset].columns]
    path = folder / f"{name or dataset}-{day}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
    write_manifest(path, dataset=dataset, mode=mode, as_of=day, encoding="utf-8", rows=len(rows))
    return path


@dataclass
class Desk:
    """Writes deliveries into a folder and feeds them into a store."""

    store: Store
    keys: KeyRing
    model: Model
    folder: Path

    def write(
        self, dataset: str, rows: Sequence[dict[str, str]], day: str = "2021-06-30", mode: str = "full", name: str = ""
    ) -> Path:
        """One delivery in the folder."""
        return write_delivery(self.model, self.folder, dataset, rows, day, mode, name)

    def feeder(self, *, chunk: int = 50, confirm: frozenset[str] = frozenset()) -> Feeder:
        return Feeder(self.store, Rooms(self.model, self.keys), chunk, confirm, lambda *_: None)

    def try_feed(self, path: Path, confirm: frozenset[str] = frozenset()) -> Report:
        """Feed one delivery, refused or not."""
        return self.feeder(confirm=confirm).feed(path, read_manifest(path))

    def feed(self, path: Path, confirm: frozenset[str] = frozenset()) -> BatchReport:
        """Feed one delivery that is not refused, and see that its counts add up."""
        report = self.try_feed(path, confirm)
        assert isinstance(report, BatchReport), report.message
        if report.state == "loaded":
            assert report.rows == report.unchanged + report.accepted + report.waiting + report.quarantined
        return report

    def deliver(
        self, dataset: str, rows: Sequence[dict[str, str]], day: str = "2021-06-30", mode: str = "full", name: str = ""
    ) -> BatchReport:
        """Write and feed."""
        return self.feed(self.write(dataset, rows, day, mode, name))

    def refusal(self, path: Path) -> str:
        """The message with which a delivery is refused."""
        report = self.try_feed(path)
        assert isinstance(report, Refused)
        return report.message

    def feed_all(self, folder: Path, chunk: int = 100) -> list[Report]:
        """Feed a folder and assign tags, as the command does."""
        reports = feed_directory(self.store, self.keys, self.model, folder, chunk=chunk)
        self.assign()
        return reports

    def assign(self, day: str = "", *, everything: bool = False) -> Assigned:
        """Bring tags up to a day, today where none is named."""
        return assign(self.store, Rules(self.model), day or today_in_shanghai(), everything=everything)

    def counts(self, report: BatchReport) -> BatchReport:
        """How the delivery stands in the store now."""
        rows = self.store.read("MATCH (b:Batch {id: $id}) RETURN b {.*} AS batch", {"id": report.id})
        batch = rows[0]["batch"]
        return replace(
            report,
            accepted=batch["accepted"],
            waiting=batch["waiting"],
            relations_waiting=batch["relationsWaiting"],
            retired=batch["retired"],
        )

    def entity(self, cls: str, *key: str) -> str:
        """The id of an entity by its key."""
        return self.keys.hash_id("entity", cls, *key)

    def edges(self, relation: str) -> set[tuple[str, str, frozenset[tuple[str, object]]]]:
        """Every edge of a type: both ends and the attributes of the relation."""
        text = f"MATCH (a:Entity)-[e:{relation}]->(b:Entity) RETURN a.id AS start, b.id AS end, properties(e) AS properties"
        rows = self.store.read(text)
        return {
            (row["start"], row["end"], frozenset((k, v) for k, v in row["properties"].items() if k != "records"))
            for row in rows
        }

    def snapshot(self) -> Snapshot:
        return snapshot(self.store, self.keys)

    def empty(self) -> None:
        empty(self.store)


@pytest.fixture(scope="session")
def small_city(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deliveries of a city that is fed many times."""
    folder = tmp_path_factory.mktemp("small-city")
    write_city(model, folder, persons=60, enterprises=12, seed=3)
    return folder


@pytest.fixture
def desk(scratch: Store, keys: KeyRing, model: Model, tmp_path: Path) -> Desk:
    empty(scratch)
    return Desk(scratch, keys, model, tmp_path)
