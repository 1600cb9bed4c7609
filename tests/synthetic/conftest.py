"""A small city, built once: what is true of it, its tables, and its deliveries with the answer key."""

import csv
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import orjson
import pytest

from twopages.ontology.model import Model
from twopages.sources import read_manifest
from twopages.synthetic import CityReport, Dirt, write_city
from twopages.synthetic.city import City, build
from twopages.synthetic.rounds import written_by_offices
from twopages.synthetic.staging import Stager
from twopages.synthetic.tables import Batch, read
from twopages.synthetic.texts import Streams, day
from twopages.synthetic.turns import Turn
from twopages.synthetic.world import world

PERSONS, ENTERPRISES, SEED, AS_OF = 500, 70, 5, "2021-06-30"
FIRST = Turn("first", AS_OF, AS_OF)
SAMPLE = {"Person": ("person", 60), "Enterprise": ("enterprise", 10)}  # that a city is sampled by which is big enough
ELSEWHERE = f"""
import sys
from pathlib import Path
from twopages.ontology import load_model
from twopages.settings import Settings
from twopages.synthetic import rounds, sampling, world, write_changes, write_city
model, out, city = load_model(Settings().ontology), Path(sys.argv[1]), dict(persons={PERSONS}, enterprises={ENTERPRISES}, seed={SEED})
world.THREADS = 1
write_changes(model, out / "next", **city)
rounds.SMALL, sampling.SIZES = 10, {SAMPLE}
write_city(model, out / "first", **city)
"""


@dataclass(frozen=True)
class Written:
    """Deliveries in a folder, what was said of them, and their key."""

    folder: Path
    report: CityReport
    key: dict[str, Any]


def rows_of(written: Written, dataset: str) -> list[dict[str, str]]:
    """The rows of a delivery in CSV."""
    path = written.folder / written.report.deliveries[dataset].file
    encoding = read_manifest(path).encoding
    with path.open(encoding="utf-8-sig" if encoding == "utf-8" else encoding, newline="") as file:
        return list(csv.DictReader(file))


def staged(model: Model, database: duckdb.DuckDBPyConnection, dirt: Dirt, *datasets: str) -> dict[str, Batch]:
    """Datasets (all when none are named) as the first turn delivers them."""
    stager = Stager(database, model, dirt, FIRST)
    chosen = [dataset for dataset in written_by_offices(model) if not datasets or dataset.id in datasets]
    return {dataset.id: read(database, stager.stage(dataset, meant=True), FIRST) for dataset in chosen}


def only(**rates: float) -> Dirt:
    """Nothing but these faults."""
    return replace(Dirt.none(), **rates)


@pytest.fixture(scope="session")
def made_up(model: Model) -> City:
    return build(model, Streams(SEED), PERSONS, ENTERPRISES, day(AS_OF))


@pytest.fixture(scope="session")
def database(model: Model, made_up: City) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(world(model, made_up, SEED)) as database:
        yield database


@pytest.fixture(scope="session")
def dirty_tables(model: Model, database: duckdb.DuckDBPyConnection) -> Mapping[str, Batch]:
    return staged(model, database, Dirt())


@pytest.fixture(scope="session")
def clean_tables(model: Model, database: duckdb.DuckDBPyConnection) -> Mapping[str, Batch]:
    return staged(model, database, Dirt.none())


@pytest.fixture(scope="session")
def written(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("written")
    report = write_city(model, folder, persons=PERSONS, enterprises=ENTERPRISES, seed=SEED)
    return Written(folder, report, orjson.loads(report.answer_key.read_bytes()))


@pytest.fixture(scope="session")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same city by another process: the `first` round with the key of a sample, the `next` with that of everybody."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment = os.environ | {"PYTHONHASHSEED": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(folder)], env=environment, check=True)
    return folder
