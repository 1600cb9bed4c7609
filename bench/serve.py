"""How soon the program is ready once Neo4j answers, and what it takes at rest."""

import time
from collections.abc import Iterator
from statistics import median

import psutil

from bench.figure import Figure
from bench.place import Place

STARTS, REST = 5, 3.0


def measure(place: Place) -> Iterator[Figure]:
    """Start `twopages serve` several times over the running store."""
    starts = [_start(place) for _ in range(STARTS)]
    yield Figure("serve, ready after Neo4j answers", median(seconds for seconds, _ in starts), "s", at_most=3.0)
    yield Figure("serve, memory at rest", median(memory for _, memory in starts), "MiB", at_most=250.0)


def _start(place: Place) -> tuple[float, float]:
    began = time.perf_counter()
    with place.program("serve") as child:
        place.wait_ready()
        seconds = time.perf_counter() - began
        time.sleep(REST)
        return seconds, psutil.Process(child.pid).memory_info().rss / 2**20
