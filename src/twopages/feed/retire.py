"""What a full delivery no longer holds: the slots of its dataset that are present in the store and not in the delivery."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from twopages.feed.check import read_cells
from twopages.feed.prepare import slot_of
from twopages.feed.records import Rooms
from twopages.graph import Store, statement
from twopages.sources import Delivery

SLOT = "S32"  # an opaque id as fixed-width bytes: a million take 32 MB
PAGE = 10_000
LIMIT = 0.1  # a full delivery that would retire more than this share of its dataset waits for somebody to confirm it

Slots = NDArray[np.bytes_]


def delivered_slots(rooms: Rooms, delivery: Delivery, dataset: str, as_of: str, rows: int) -> Slots:
    """The slots of every row of a delivery, sorted; a quarantined row still holds its slot."""
    form = rooms.forms[dataset]
    pages = [
        np.array(
            [slot_of(rooms, form, cells) for cells in read_cells(form, batch, as_of, form.dataset.key_columns)],
            dtype=SLOT,
        )
        for batch in delivery.batches(rows)
    ]
    return np.unique(np.concatenate(pages)) if pages else np.array([], dtype=SLOT)


def present_slots(store: Store, dataset: str, as_of: str) -> Iterator[Slots]:
    """The slots of a dataset that are present and not told after the day, in pages."""
    after = ""
    while True:
        parameters = {"dataset": dataset, "after": after, "asOf": as_of, "limit": PAGE}
        page = [row["slot"] for row in store.read(statement("feed_present_slots"), parameters)]
        if not page:
            return
        yield np.array(page, dtype=SLOT)
        after = page[-1]


def gone(delivered: Slots, present: Iterable[Slots]) -> list[str]:
    """The present slots that the delivery does not hold."""
    pages = (page[~np.isin(page, delivered, assume_unique=True)] for page in present)
    return [slot.decode() for page in pages for slot in page]
