"""Looks made up for the tests of receipts, and logs of them."""

from collections.abc import Sequence
from pathlib import Path

from twopages.keys import KeyRing
from twopages.receipts import Folder, Receipt, ReceiptLog

SMALL = 1500  # bytes of a segment: a few receipts


def receipt(number: int = 0, **parts: object) -> Receipt:
    """A receipt like all others but for what is named; its subject tells the number."""
    told: dict[str, object] = {
        "account": "a" * 32,
        "basis": "law-of-the-city/1",
        "cls": "Person",
        "fields": ("fullName", "birthDate"),
        "look": "page",
        "masked": ("birthDate",),
        "purpose": "purpose/newborn",
        "query": "b" * 64,
        "role": "caseworker",
        "subject": f"{number:032x}",
        "trace": "c" * 32,
    }
    return Receipt(**{**told, **parts})  # type: ignore[arg-type]  # each test says what it changes


def number_of(one: Receipt) -> int:
    """The number that a receipt was made up with."""
    return int(one.subject, 16)


def keep(path: Path, ring: KeyRing, blocks: Sequence[int], segment_bytes: int = SMALL) -> Folder:
    """A closed log with blocks of so many receipts, numbered on."""
    folder, number = Folder(path), 0
    with ReceiptLog(folder, ring, segment_bytes=segment_bytes) as log:
        for size in blocks:
            log.write([receipt(number + place) for place in range(size)])
            number += size
    return folder
