"""How many receipts a second come into the graph, beside as many bare nodes; and what a page of looks takes where there are many."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from statistics import median

from bench.figure import Figure
from bench.place import Place
from bench.receipts import one_receipt
from twopages.access.looked.index import BATCH, Indexer
from twopages.access.looked.looks import Looks, LooksAsk
from twopages.receipts import Folder, ReceiptLog

KEPT, BLOCK, ROUNDS = 20_000, 20, 100
PEER, MOST = 3.0, 150.0  # times the reference; ms of a page
SUBJECT = "c" * 32
BARE = "UNWIND $rows AS row CREATE (n:Bare) SET n = row"


def measure(here: Place, folder: Path) -> Iterator[Figure]:
    """A log of its own, indexed into the store; the nodes are taken out again."""
    with ReceiptLog(Folder(folder / "looks"), here.keys) as log:
        for _ in range(KEPT // BLOCK):
            log.write([one_receipt() for _ in range(BLOCK)])
    indexer = Indexer(here.store, Folder(folder / "looks"), lambda: here.keys.public_keys)
    bare, whole = _taken(lambda: _bare(here)), _taken(indexer.run)
    yield Figure("receipts' worth of bare nodes written", KEPT / bare, "/s")
    yield Figure("receipts proven and indexed", KEPT / whole, "/s")
    yield Figure("receipts indexed, times the bare nodes", whole / bare, "x", at_most=PEER)
    yield Figure("a look at a log with nothing new, p50", _often(indexer.run), "ms")
    here.store.write(lambda tx: tx.run("CREATE (:Entity:Bare {id: $id})", {"id": SUBJECT}))
    looks = Looks(here.store, here.keys)
    page = _often(lambda: looks.page(SUBJECT, LooksAsk(own=False), frozenset({"a" * 32})))
    yield Figure(f"a page of {KEPT:,} looks with its counts, p50", page, "ms", at_most=MOST)
    for label in ("Bare", "Look", "LookPlace"):
        here.store.write(lambda tx, label=label: tx.run(f"MATCH (n:{label}) DETACH DELETE n"))  # type: ignore[misc]


def _bare(here: Place) -> None:
    rows = [asdict(one_receipt()) for _ in range(BATCH)]
    for _ in range(KEPT // BATCH):
        here.store.write(lambda tx: tx.run(BARE, {"rows": rows}))


def _taken(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _often(work: Callable[[], object]) -> float:
    work()
    return median(_taken(work) for _ in range(ROUNDS)) * 1000
