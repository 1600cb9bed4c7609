"""Reading the log: every receipt that was acknowledged, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import orjson

from twopages.errors import ReceiptError
from twopages.receipts.ends import rows_of
from twopages.receipts.folder import Folder
from twopages.receipts.line import Line, read
from twopages.receipts.receipt import Receipt

_LOOK = "Look with `twopages receipts verify`."


@dataclass(frozen=True, slots=True)
class Entry:
    """A receipt and the sequence number of its line."""

    sequence: int
    receipt: Receipt


def entries(folder: Folder, *, after: int = 0, subject: str | None = None) -> Iterator[Entry]:
    """The receipts after a sequence number, of one subject where one is named; ReceiptError at a receipt that cannot be read.

    Only those whose block is whole. The log may be written meanwhile. That nothing was changed is said by `verify` alone.
    """
    mark = f'"subject":"{subject}"'.encode() if subject is not None else b""
    for line in _lines(folder, after):
        text = line.receipt
        if text is not None and line.sequence > after and mark in text:
            yield Entry(line.sequence, _receipt(line, text))


def _receipt(line: Line, text: bytes) -> Receipt:
    try:
        return Receipt.of(orjson.loads(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise ReceiptError(f"Line {line.sequence} of the receipt log holds no receipt.", _LOOK) from error


def _lines(folder: Folder, after: int) -> Iterator[Line]:
    """The lines of whole blocks, from the segment on that holds the next one."""
    segments = folder.segments()
    starts = {number: _first(path) for number, path in segments.items()}
    passed = {number for number, following in pairwise(segments) if 0 < starts[following] <= after + 1}
    for number, path in segments.items():
        if number not in passed:
            yield from _whole_blocks(path)


def _first(path: Path) -> int:
    with path.open("rb") as file:
        line = read(file.readline())
    return line.sequence if line else 0


def _whole_blocks(path: Path) -> Iterator[Line]:
    block: list[Line | None] = []
    for row in rows_of(path.read_bytes())[0]:
        line = read(row)
        block.append(line)
        if line and line.commits:
            yield from (_readable(item, path) for item in block)
            block = []


def _readable(line: Line | None, path: Path) -> Line:
    if line is None:
        raise ReceiptError(f"{path} of the receipt log is damaged.", _LOOK)
    return line
