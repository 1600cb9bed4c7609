"""What erasing takes: seconds for people and enterprises and how they grow with the store; and what tombstones cost a feed.

A city and one of a tenth take turns, so that both meet the same noise; in both it is somebody with as many records.
"""

import secrets
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

from bench.feed import divide
from bench.figure import Figure
from bench.place import Place, place
from twopages.access import own_class
from twopages.errors import DeliveryError
from twopages.feed.delivery import Feeder
from twopages.feed.erase import Eraser
from twopages.feed.erasures import Erasures
from twopages.feed.records import Rooms
from twopages.feed.tombstones import Tombstone
from twopages.sources import deliveries
from twopages.synthetic import write_city

PLAIN = 10  # records of somebody like most
WARM, EACH, FIRMS, STONES, LINES, CHUNK = 5, 9, 5, 1_000, 1_000, 2_000
TIMES, SHARE = 1.5, 0.9  # of the seconds in a city of a tenth; of the rows a second without tombstones
DAY, GROUND = "2021-07-01", "consent-withdrawn"
RECORDS = "COUNT { (e)<-[:ABOUT|WAS_ABOUT]-(:Record) }"
EMPLOYED = "COUNT { (e)<-[:EMPLOYED_BY]-() }"
MOST = "MATCH (e:Entity) WHERE $cls IN labels(e) RETURN {} AS many, e.id AS id ORDER BY many DESC, id LIMIT $size"
LIKE = """MATCH (e:Entity) WHERE $cls IN labels(e) RETURN {} AS many, e.id AS id
ORDER BY abs(many - $many), id LIMIT 1"""

Erase = Callable[[str], float]


def measure(here: Place, folder: Path, persons: int, enterprises: int) -> Iterator[Figure]:
    """The city as it is, and one of a tenth that is fed for it."""
    with place(folder / "few") as few:
        yield from _tombstones(few, folder, max(persons // 10, 100), max(enterprises // 10, 10))
        yield from _growth(few, here)
    yield from _log(folder)


def _growth(few: Place, here: Place) -> Iterator[Figure]:
    person, enterprise = own_class(here.model), "Enterprise"
    yield from _kind("a plain person", (few, here), person, RECORDS, [PLAIN] * (WARM + EACH))
    yield from _kind("a rich person", (few, here), person, RECORDS, [_most(few, person, RECORDS)] * (WARM + EACH))
    firms = [_most(few, enterprise, EMPLOYED)] * (WARM + FIRMS)
    yield from _kind("an enterprise", (few, here), enterprise, EMPLOYED, firms)
    many, id = _first(here, MOST.format(EMPLOYED), cls=enterprise, size=1)
    yield Figure(f"erase, the enterprise with most employees ({many})", _eraser(here)(id), "s")


def _kind(named: str, places: tuple[Place, Place], cls: str, counted: str, sizes: list[int]) -> Iterator[Figure]:
    """Subjects of these sizes, or nearest to them, in both cities in turn; the first few warm the stores up."""
    taken: tuple[list[float], list[float]] = [], []
    found: tuple[list[int], list[int]] = [], []
    for size in sizes:
        for index, at in enumerate(places):
            many, id = _first(at, LIKE.format(counted), cls=cls, many=size)
            taken[index].append(_eraser(at)(id))
            found[index].append(many)
    few, many_more = (median(seconds[WARM:]) for seconds in taken)
    told = " and ".join(f"{median(counts[WARM:]):g}" for counts in found)
    yield Figure(f"erase, {named}, p50", many_more, "s")
    yield Figure(
        f"erase, the same, ratio to a city of a tenth ({told} there and here)", many_more / few, "x", at_most=TIMES
    )


def _most(at: Place, cls: str, counted: str) -> int:
    """The number that the subject in the middle of those with most has."""
    rows = at.store.read(MOST.format(counted), {"cls": cls, "size": WARM + EACH})
    return int(median(row["many"] for row in rows))


def _first(at: Place, text: str, **parameters: object) -> tuple[int, str]:
    row = at.store.read(text, parameters)[0]
    return row["many"], row["id"]


def _eraser(at: Place) -> Erase:
    eraser = Eraser(at.store, Rooms(at.model, at.keys), Erasures.of(at.settings))

    def erase(id: str) -> float:
        began = time.perf_counter()
        found = eraser.erase({id}, DAY, GROUND)
        taken = time.perf_counter() - began
        assert not found.nothing
        return taken

    return erase


def _tombstones(few: Place, folder: Path, persons: int, enterprises: int) -> Iterator[Figure]:
    """Two stores, one of them bound by tombstones, are fed a city in turn; a few of its rows were there before, to warm them up."""
    whole, most, rest = (folder / f"erase-{name}" for name in ("whole", "most", "rest"))
    write_city(few.model, whole, persons=persons, enterprises=enterprises, seed=1)
    divide(few.model, whole, most, rest)
    with place(folder / "bound") as bound:
        for at in (few, bound):
            at.child("bench.feeding", str(rest))
        _bind(bound)
        free, held, rows = _fed((few, bound), most)
    yield Figure(f"feed in process, no tombstones ({rows:,} rows)", rows / free, "rows/s")
    yield Figure(f"feed, {STONES:,} tombstones, share of that", free / held, "x", at_least=SHARE)


def _bind(bound: Place) -> None:
    """Tombstones of nobody who is there."""
    log = Erasures.of(bound.settings)
    log.append(DAY, GROUND, [_stone() for _ in range(STONES)])
    Eraser(bound.store, Rooms(bound.model, bound.keys), log).again(DAY)


def _stone() -> Tombstone:
    return Tombstone(secrets.token_hex(16), "key", frozenset(secrets.token_hex(16) for _ in range(6)))


def _fed(places: tuple[Place, Place], folder: Path) -> tuple[float, float, int]:
    """The seconds in each place, and the rows of each."""
    feeders = [Feeder(at.store, Rooms(at.model, at.keys), CHUNK, frozenset(), lambda *_: None) for at in places]
    taken, rows = [0.0, 0.0], 0
    for path, manifest in sorted(deliveries(folder)):
        assert not isinstance(manifest, DeliveryError)
        rows += manifest.rows
        for index, feeder in enumerate(feeders):
            began = time.perf_counter()
            feeder.feed(path, manifest)
            taken[index] += time.perf_counter() - began
    return taken[0], taken[1], rows


def _log(folder: Path) -> Iterator[Figure]:
    """Every erasure reads the log of those before it once."""
    log = Erasures(folder / "tombstones")
    for _ in range(LINES):
        log.append(DAY, GROUND, [_stone() for _ in range(PLAIN)])
    began = time.perf_counter()
    log.read()
    yield Figure(f"log of {LINES:,} erasures read", (time.perf_counter() - began) * 1000, "ms")
