"""Receipts into the graph: what the log says of looks stands there as nodes, so that people can see who looked at their data.

The log is what counts: an older graph that was restored goes on from the place that it knows, a new one from the beginning.
"""

from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from typing import Any, Final

from twopages.graph import Store, Transaction, statement
from twopages.keys import PublicKeys
from twopages.receipts.folder import Folder
from twopages.receipts.follow import Place, Step, durable, follow
from twopages.receipts.reading import Entry

BATCH: Final = 1_000  # receipts of a transaction
Keys = Callable[[], PublicKeys]


class Indexer:
    """Brings what is durable in a log into a graph, a batch a transaction; several at once do each other no harm.

    `keys` gives the public keys of all that signed, asked each time: they may be rotated while this runs.
    """

    def __init__(self, store: Store, folder: Folder, keys: Keys, batch: int = BATCH) -> None:
        self._store, self._folder, self._keys, self._batch = store, folder, keys, batch

    def run(self, ended: Callable[[], bool] = lambda: False) -> int:
        """Index what is not indexed yet, until `ended`; the number of receipts. DamagedError where the log is not as it was written."""
        number, left = 0, True
        while left and not ended():
            done, left = self._through(ended)
            number += done
        return number

    def _through(self, ended: Callable[[], bool]) -> tuple[int, bool]:
        """Go through the log once; how many that were, and whether another program went on meanwhile, so that one must look again."""
        keys, number = self._keys(), 0
        tip = durable(self._folder, keys)
        if tip is None:
            return 0, False
        place = self._place(tip.log)
        for step in follow(self._folder, keys, place, tip, self._batch):
            if not self._store.write(partial(_write, place, step)):
                return number, True
            number, place = number + len(step.entries), step.place
            if ended():
                break
        return number, False

    def _place(self, log: str) -> Place:
        rows = self._store.read(statement("looks_place"), {"log": log})
        return Place(log, **rows[0]) if rows else Place(log)


def _write(before: Place, step: Step, tx: Transaction) -> bool:
    """Whether the step was written: it is not where the place in the graph is another by now."""
    rows, place = [_node(entry) for entry in step.entries], asdict(step.place)
    told = {"log": before.log, "before": before.sequence, "rows": rows, "place": place}
    return bool(tx.run(statement("looks_write"), told))


def _node(entry: Entry) -> dict[str, Any]:
    return asdict(entry.receipt) | {"sequence": entry.sequence}
