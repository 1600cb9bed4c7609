"""What access costs: the decision on a page, and what its receipt adds to the page, for one client and for fifty; in process, on one store.

The page without receipts is answered by the same engine behind a gate whose log keeps nothing.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Self

from bench.figure import Figure
from bench.page import RICHEST, in_turn, query
from bench.place import Place
from twopages.access import Element, Gate, Question, Viewer, own_class
from twopages.access.ground import OpenCase
from twopages.access.standing import Owner
from twopages.api.engine import Asked, Engine
from twopages.dossier import Plan, RecordsAsk
from twopages.receipts import Folder, Receipt, ReceiptLog

ATTRIBUTES = 75
CLIENTS, EACH, ROUNDS = 50, 6, 5
WARM, TURNS = 150, 1000
MILLISECONDS, TIMES = 0.3, 1.3


class Nothing:
    """Nothing stands: no case, no grant, no consent. What needs none of them works."""

    def case(self, id: str) -> OpenCase | None:
        """None."""
        return None

    def granted(self, organisation: str, purpose: str) -> bool:
        """No."""
        return False

    def consented(self, subject: str, purpose: str, organisation: str) -> bool:
        """No."""
        return False

    def authorised(self, agent: str, subject: str, purpose: str) -> None:
        """Nothing."""

    def owners(self, cls: str, ids: Sequence[str]) -> Mapping[str, tuple[Owner, ...]]:
        """Nobody."""
        return {}


class Forgetful:
    """A log that keeps nothing, to measure what keeping costs."""

    def begin(self, receipts: Iterable[Receipt]) -> Self:
        """Keep nothing."""
        return self

    def wait(self) -> None:
        """There is nothing to wait for."""


def measure(place: Place, folder: Path) -> Iterator[Figure]:
    """The richest person of the city, looked at by that person."""
    cls = own_class(place.model)
    viewer = Viewer("citizen", "citizen", place.store.read(RICHEST, {"cls": cls})[0]["id"])
    yield Figure(
        f"decision on a page of {ATTRIBUTES} attributes, p50",
        _decision(place, viewer) * 1000,
        "ms",
        at_most=MILLISECONDS,
    )
    with ReceiptLog(Folder(folder / "access-receipts"), place.keys) as log:
        kept, plain = (_asker(place, viewer, cls, kind) for kind in (log, Forgetful()))
        without, more = _added(plain, kept)
        yield Figure("page in process without a receipt, p50", without * 1000, "ms")
        yield Figure("receipt, added to that, p50", more * 1000, "ms", at_most=MILLISECONDS)
        ratio = _crowd(kept) / _crowd(plain)
    yield Figure(f"page with a receipt at {CLIENTS} clients, times the one without", ratio, "x", at_most=TIMES)


def _decision(place: Place, viewer: Viewer) -> float:
    """From the request to the narrowed plan, with the errors of what is denied; nothing is read."""
    model, cls = place.model, own_class(place.model)
    names = sorted(model.classes[cls].attributes)[:ATTRIBUTES]
    gate = Gate(model, place.keys, Forgetful(), Nothing())
    plan = Plan(cls, frozenset(names), (), (RecordsAsk(20),))

    def decide() -> None:
        opened = gate.looking(viewer, Question(), frozenset).open(cls, viewer.subject or "")
        assert opened is not None
        for name in names:
            opened.decision.error(viewer, Element("attribute", name))
        opened.narrow(plan)

    return in_turn(decide)[0]


def _asker(place: Place, viewer: Viewer, cls: str, log: ReceiptLog | Forgetful) -> Callable[[], object]:
    engine = Engine(place.model, place.store, place.keys, Gate(place.model, place.keys, log, Nothing()))
    asked = Asked(query(place.model, cls), None, {"id": viewer.subject})

    def ask() -> object:
        answer = engine.answer(asked, viewer)
        assert answer.errors == ()
        return answer

    return ask


def _added(plain: Callable[[], object], more: Callable[[], object]) -> tuple[float, float]:
    """The median seconds of a way, and the median of what another takes more in the same turn; who comes first takes turns too.

    What a receipt adds is small beside the noise of pages; two pages of one turn meet nearly the same noise.
    """
    for way in (plain, more) * WARM:
        way()
    turns = list[tuple[float, float]]()
    for _ in range(TURNS // 2):
        turns.append((_seconds(plain), _seconds(more)))
        later = _seconds(more)
        turns.append((_seconds(plain), later))
    return median(turn[0] for turn in turns), median(turn[1] - turn[0] for turn in turns)


def _seconds(way: Callable[[], object]) -> float:
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def _crowd(ask: Callable[[], object]) -> float:
    """The median seconds that fifty clients take for some pages each."""
    taken = []
    with ThreadPoolExecutor(CLIENTS) as clients:
        for _ in range(ROUNDS):
            began = time.perf_counter()
            list(clients.map(lambda _: ask(), range(CLIENTS * EACH)))
            taken.append(time.perf_counter() - began)
    return median(taken)
