"""How long a city of a million persons takes to be made up and delivered, and how much memory."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from bench.figure import Figure
from twopages.ontology import load_model
from twopages.settings import Settings
from twopages.synthetic import write_city

PERSONS, ENTERPRISES = 1_000_000, 100_000
MINUTES, MEMORY = 6.0, 8.0
LOOK = 0.2  # seconds between looks at the memory


def measure(folder: Path, persons: int = PERSONS, enterprises: int = ENTERPRISES) -> Iterator[Figure]:
    """A child of its own writes the first deliveries of the city."""
    out, started, peak = folder / "city", time.monotonic(), 0
    child = subprocess.Popen([sys.executable, "-m", "bench.city", str(out), str(persons), str(enterprises)])
    while child.poll() is None:
        peak = max(peak, _memory(child.pid))
        time.sleep(LOOK)
    assert child.returncode == 0, "the city could not be made"
    named = f"a city of {persons:,} persons and {enterprises:,} enterprises"
    yield Figure(f"{named}, made and delivered", (time.monotonic() - started) / 60, "min", at_most=MINUTES)
    yield Figure(f"{named}, peak memory", peak / 2**30, "GiB", at_most=MEMORY)


def _memory(pid: int) -> int:
    try:
        return int(psutil.Process(pid).memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _write(out: str, persons: str, enterprises: str) -> None:
    report = write_city(
        load_model(Settings().ontology), Path(out), persons=int(persons), enterprises=int(enterprises), seed=1
    )
    print(f"{report.rows:,} rows, {sum(one.size for one in report.deliveries.values()) / 1e6:,.0f} MB")


if __name__ == "__main__":
    _write(*sys.argv[1:])
