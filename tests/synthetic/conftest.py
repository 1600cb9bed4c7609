"""A small city, built once: what is true of it, its tables, and its deliveries with the answer key."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
import pytest

from twopages.ontology.model import Model
from twopages.sources import read_manifest
from twopages.synthetic import CityReport, Dirt, write_city
from twopages.synthetic.cells import Table
from twopages.synthetic.city import City, build
from twopages.synthetic.tables import tables
from twopages.synthetic.texts import Streams, day

PERSONS, ENTERPRISES, SEED = 500, 70, 5


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


@pytest.fixture(scope="session")
def made_up(model: Model) -> City:
    return build(model, Streams(SEED), PERSONS, ENTERPRISES, day("2021-06-30"))


@pytest.fixture(scope="session")
def dirty_tables(model: Model, made_up: City) -> dict[str, Table]:
    return tables(model, made_up, Streams(SEED), Dirt())


@pytest.fixture(scope="session")
def clean_tables(model: Model, made_up: City) -> dict[str, Table]:
    return tables(model, made_up, Streams(SEED), Dirt.none())


@pytest.fixture(scope="session")
def written(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("written")
    report = write_city(model, folder, persons=PERSONS, enterprises=ENTERPRISES, seed=SEED)
    return Written(folder, report, orjson.loads(report.answer_key.read_bytes()))
