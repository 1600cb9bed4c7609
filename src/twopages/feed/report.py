"""What came of a delivery: counts that add up, or the reason why it was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class BatchReport:
    """A delivery in the store: rows = unchanged + accepted + waiting + quarantined; what was retired or waits is counted apart.

    `state` is "loaded", "loading", or "held": nothing of it is taken in until someone confirms that it may retire so many records.
    """

    id: str
    dataset: str
    file: str
    state: str
    rows: int
    unchanged: int
    accepted: int
    waiting: int
    quarantined: int
    retired: int
    relations_waiting: int
    cells_failed: int
    already: bool = False  # it was loaded before; nothing was done


@dataclass(frozen=True, slots=True)
class Refused:
    """A delivery that was refused whole, with nothing changed."""

    file: str
    message: str


Report = BatchReport | Refused


def batch_report(batch: Mapping[str, Any], *, already: bool = False) -> BatchReport:
    """The report of a delivery from its ledger node."""
    counts = {name: batch[name] for name in ("rows", "unchanged", "accepted", "waiting", "quarantined", "retired")}
    apart = {"relations_waiting": batch["relationsWaiting"], "cells_failed": batch["cellsFailed"]}
    told = {name: batch[name] for name in ("id", "dataset", "file", "state")}
    return BatchReport(**told, **counts, **apart, already=already)
