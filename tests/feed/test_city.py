"""A whole city fed into a real store: counts, repetition, order, mishaps and dirt."""

import csv
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.feed.conftest import Desk, write_delivery
from tests.feed.rows import credit_code, employment, enterprise, found_at_home, identity, travel_document
from tests.feed.snapshot import Snapshot
from twopages.feed.report import BatchReport, Report
from twopages.feed.verify import verify_plain
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.settings import Settings
from twopages.sources import read_manifest, write_manifest

CHUNK = 20  # rows; small, so that there is much to be cut off
CHUNKS = "MATCH (b:Batch) RETURN coalesce(sum(b.chunk), 0) AS done"
ADDED_UP = "MATCH (b:Batch) WHERE b.rows <> b.unchanged + b.accepted + b.waiting + b.quarantined RETURN b.file AS file"


def loaded(reports: list[Report]) -> list[BatchReport]:
    """The reports of deliveries that are all in the store."""
    found = [report for report in reports if isinstance(report, BatchReport) and report.state == "loaded"]
    assert len(found) == len(reports), reports
    return found


@pytest.fixture(scope="module")
def small(model: Model, small_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A city small enough to be fed many times, with files that must become one and some that must not."""
    folder = tmp_path_factory.mktemp("small") / "city"
    shutil.copytree(small_city, folder)
    write_merging(model, folder)
    return folder


def write_merging(model: Model, folder: Path) -> None:
    """Foreigners and enterprises known by two keys, each told by another delivery; every third pair contradicts itself."""
    people = [(f"E{9000000 + n}", identity(order=100 + n), identity(order=200 + n)) for n in range(12)]
    numbers = [(f"3101040009{n:05}", credit_code(100 + n)) for n in range(12)]
    found = [found_at_home(passport) for passport, _, _ in people]
    told = [travel_document(one, passport) for passport, one, _ in people]
    told += [travel_document(other, passport) for passport, _, other in people[::3]]
    work = [employment(passport, old) for (passport, _, _), (old, _) in zip(people, numbers, strict=True)]
    old_firms = [enterprise(old, f"上海旧{old[-2:]}有限公司") for old, _ in numbers]
    firms = [enterprise(code, f"上海新{old[-2:]}有限公司", REGNO=old) for old, code in numbers]
    for name, dataset, rows in (
        ("found", "real-population", found),
        ("told", "exit-entry-document", told),
        ("work", "employment-registration", work),
        ("old-firms", "enterprise-registration", old_firms),
        ("firms", "enterprise-registration", firms),
    ):
        write_delivery(model, folder, dataset, rows, "2021-07-31", "changes", name)


@dataclass
class Fed:
    """What one undisturbed feed of the small city comes to: the graph, how many files became one by class, what contradicts the
    records, and that again once a value was altered behind the feed's back.
    """

    graph: Snapshot
    merged: dict[str, int]
    doubts: list[str]
    altered: list[str]


@pytest.fixture(scope="module")
def fed(scratch: Store, keys: KeyRing, model: Model, small: Path) -> Fed:
    desk = Desk(scratch, keys, model, small)
    desk.empty()
    loaded(desk.feed_all(small, CHUNK))
    graph = desk.snapshot()
    merged = desk.store.read("MATCH (a:Alias) RETURN a.cls AS cls, count(*) AS n")
    doubts = verify_plain(desk.store, desk.keys, desk.model)
    desk.store.write(lambda tx: tx.run("MATCH (e:Enterprise) WITH e LIMIT 1 SET e.enterpriseName = '别的名称'"))
    altered = verify_plain(desk.store, desk.keys, desk.model)
    desk.empty()
    return Fed(graph, {row["cls"]: row["n"] for row in merged}, doubts, altered)


def test_the_small_city_has_files_that_became_one(fed: Fed) -> None:
    assert fed.merged["Enterprise"] >= 12
    assert fed.merged["Person"] >= 8


def test_plain_values_are_what_the_records_say(fed: Fed) -> None:
    assert fed.doubts == []
    assert len(fed.altered) == 1


def test_fed_twice_the_graph_is_the_same(desk: Desk, small: Path, fed: Fed) -> None:
    loaded(desk.feed_all(small, CHUNK))
    assert all(report.already for report in loaded(desk.feed_all(small, CHUNK)))
    assert desk.snapshot() == fed.graph


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.full), pytest.param(3, marks=pytest.mark.full)])
def test_in_another_order_of_datasets_the_graph_is_the_same(desk: Desk, small: Path, fed: Fed, seed: int) -> None:
    paths = [path for path in sorted(small.iterdir()) if path.with_name(path.name + ".manifest.json").exists()]
    random.Random(seed).shuffle(paths)
    feeder = desk.feeder(chunk=CHUNK)
    loaded([feeder.feed(path, read_manifest(path)) for path in paths])
    desk.assign()
    assert desk.snapshot() == fed.graph


@pytest.mark.parametrize("kills", [4, pytest.param(20, marks=pytest.mark.full)])
def test_killed_anywhere_and_run_again_the_graph_is_the_same(
    desk: Desk, small: Path, fed: Fed, scratch_settings: Settings, kills: int
) -> None:
    moments = random.Random(kills)
    ends = [_feed_and_kill(desk, small, scratch_settings, moments) for _ in range(kills)]
    assert ends[0] == -signal.SIGKILL, "the first was to be killed in the middle"
    loaded(desk.feed_all(small, CHUNK))
    assert desk.snapshot() == fed.graph


def _feed_and_kill(desk: Desk, folder: Path, settings: Settings, moments: random.Random) -> int:
    """Start the program, wait for some more chunks to be in, and kill it at a moment of no choosing; returns how it ended."""
    assert desk.keys.path
    told = {"HOME": settings.home, "NEO4J_PORT": 0, "FEED_CHUNK": CHUNK, "KEY_RING": desk.keys.path.read_text()}
    environment = os.environ | {f"TWOPAGES_{name}": str(value) for name, value in told.items()}
    before, wait = desk.store.read(CHUNKS)[0]["done"], moments.randint(1, 3)
    command = [str(Path(sys.executable).with_name("twopages")), "feed", str(folder)]
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while child.poll() is None and desk.store.read(CHUNKS)[0]["done"] < before + wait:
        time.sleep(0.005)
    time.sleep(moments.random() * 0.1)
    child.kill()
    return child.wait()


JUNK = [
    *(
        "",
        " ",
        "/",
        "无",
        "00000000",
        "9999-12-31",
        "2021-02-30",
        "99",
        "一二三",
        "-5",
        "1e400",
        "0x1F",
        "310230",
        "TRUE",
        "\t",
    ),
    *(
        "'; MATCH (n) DETACH DELETE n //",
        "\u3000Ａ１",
        "e\u0301",
        "9" * 400,
        "31010119900101",
        "２０２１０１０１",
        "12,000.50万元",
    ),
    *("\ufffd〓?", "真"),
]


@pytest.mark.parametrize("mutations", [200, pytest.param(1000, marks=pytest.mark.full)])
def test_mutated_rows_are_all_accounted_for(desk: Desk, small: Path, mutations: int) -> None:
    chance = random.Random(mutations)
    for path in sorted(small.glob("*.csv")):
        _copy_mutated(path, desk.folder, chance, mutations // len(list(small.glob("*.csv"))) + 1)
    reports = loaded(desk.feed_all(desk.folder))
    assert sum(report.quarantined for report in reports) > mutations // 20
    assert desk.store.read(ADDED_UP) == []


def _copy_mutated(path: Path, folder: Path, chance: random.Random, mutations: int) -> None:
    manifest = read_manifest(path)
    with path.open(encoding=manifest.encoding, newline="") as file:
        rows = list(csv.reader(file))
    for row in chance.choices(rows[1:], k=mutations):
        place = chance.randrange(len(row))
        row[place] = chance.choice([*JUNK, row[place][1:], row[place] + "1", row[place][::-1]])
    copy = folder / path.name
    with copy.open("w", encoding=manifest.encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    write_manifest(
        copy,
        dataset=manifest.dataset,
        mode=manifest.mode,
        as_of=manifest.as_of,
        encoding=manifest.encoding,
        rows=len(rows) - 1,
    )
