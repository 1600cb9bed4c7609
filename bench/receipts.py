"""What a receipt costs before an answer may leave, and how long a log of 100,000 takes to be verified; without a store.

The reference appends as many bytes to a file and makes them durable, in turn with the log, so that both meet the same disk.
"""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.figure import Figure
from twopages.keys import KeyRing
from twopages.receipts import Folder, Receipt, ReceiptLog, verify
from twopages.settings import Settings

FIELDS = tuple(f"attribute{number}" for number in range(75))  # as many as a page of a rich person shows
WARM, RUNS = 100, 1000
CALLERS, EACH = 50, 200
KEPT, BLOCK = 100_000, 20  # receipts of the log that is verified, and how many of them share a block
SECONDS = 5.0


def measure(folder: Path) -> Iterator[Figure]:
    """A log of its own in the folder."""
    ring = KeyRing.create(replace(Settings(), home=folder / "receipts-home"))
    with ReceiptLog(Folder(folder / "one"), ring) as log, (folder / "bare").open("ab", buffering=0) as bare:
        yield from _one_caller(log, bare.fileno())
    with ReceiptLog(Folder(folder / "many"), ring) as log:
        yield from _many_callers(log)
    with ReceiptLog(Folder(folder / "kept"), ring) as log:
        for _ in range(KEPT // BLOCK):
            log.write([one_receipt() for _ in range(BLOCK)])
    began = time.perf_counter()
    found = verify(Folder(folder / "kept"), ring.public_keys)
    yield Figure(f"{KEPT:,} receipts verified", time.perf_counter() - began, "s", at_most=SECONDS)
    assert (found.receipts, found.faults) == (KEPT, ())


def one_receipt() -> Receipt:
    """A receipt as a page of many fields leaves it."""
    return Receipt(
        account="a" * 32,
        basis="law-of-the-city/1",
        cls="Person",
        fields=FIELDS,
        look="page",
        organisation="civil-affairs",
        purpose="purpose/newborn",
        query="b" * 64,
        role="caseworker",
        subject="c" * 32,
        trace="d" * 32,
    )


def _one_caller(log: ReceiptLog, bare: int) -> Iterator[Figure]:
    block = bytes(len(one_receipt().canonical()) + 500)  # with the line that ends a block

    def reference() -> None:
        os.write(bare, block)
        os.fdatasync(bare)

    append, receipt = _in_turn(reference, lambda: log.write([one_receipt()]))
    yield Figure("as many bytes appended and made durable, p50", append * 1000, "ms")
    yield Figure("a receipt, one caller, p50", receipt * 1000, "ms")
    yield Figure("a receipt, more than those bytes, p50", (receipt - append) * 1000, "ms")


def _in_turn(*ways: Callable[[], object]) -> list[float]:
    seconds: list[list[float]] = [[] for _ in ways]
    for _ in range(WARM + RUNS):
        for way, taken in zip(ways, seconds, strict=True):
            start = time.perf_counter()
            way()
            taken.append(time.perf_counter() - start)
    return [median(taken[WARM:]) for taken in seconds]


def _many_callers(log: ReceiptLog) -> Iterator[Figure]:
    def work(_: int) -> Sequence[float]:
        taken = []
        for _ in range(EACH):
            start = time.perf_counter()
            log.write([one_receipt()])
            taken.append(time.perf_counter() - start)
        return taken

    began = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as callers:
        taken = [one for each in callers.map(work, range(CALLERS)) for one in each]
    yield Figure(f"receipts, {CALLERS} callers", len(taken) / (time.perf_counter() - began), "/s")
    yield Figure(f"a receipt, {CALLERS} callers, p50", median(taken) * 1000, "ms")
