"""What was published of a log: its heads, its tip, its public keys, and copies of heads that an operator kept elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from twopages.keys import PublicKeys
from twopages.receipts.ends import rows_of
from twopages.receipts.faults import Fault, What
from twopages.receipts.folder import Folder, content, read_keys
from twopages.receipts.head import Head, read_tip


@dataclass(frozen=True, slots=True)
class Told:
    """A head, and where it is told."""

    file: str
    line: int
    head: Head


@dataclass(slots=True)
class Published:
    """Everything that says from outside how the segments must be."""

    keys: PublicKeys
    heads: list[Told] = field(default_factory=list)  # of finished segments
    points: list[Told] = field(default_factory=list)  # the tip and the copies: of any block
    torn: bytes = b""  # of a head that is being published, or was when the program was killed
    faults: list[Fault] = field(default_factory=list)

    def known(self) -> list[Told]:
        """All heads that one of the keys signed."""
        return [*self.heads, *self.points]


def published(folder: Folder, pinned: PublicKeys | None, copies: Sequence[Path]) -> Published:
    """What is published of a log; the tip is read before the segments are, which may be written meanwhile."""
    told = Published(PublicKeys())
    _take_keys(told, folder, pinned)
    _take_tip(told, folder)
    rows, told.torn = rows_of(content(folder.heads))
    told.heads = _heads(told, folder.heads.name, rows)
    for line, (before, after) in zip((one.line for one in told.heads[1:]), pairwise(told.heads), strict=True):
        if after.head.sequence <= before.head.sequence:
            told.faults.append(Fault(folder.heads.name, What.OUT_OF_ORDER, line, after.head.sequence))
    for path in copies:
        told.points += _heads(told, str(path), [row.rstrip(b" ") for row in path.read_bytes().splitlines()])
    return told


def _take_keys(told: Published, folder: Folder, pinned: PublicKeys | None) -> None:
    """The keys of the ring are believed before those that stand beside the log."""
    text = content(folder.public_keys)
    beside = read_keys(text)
    if beside is None and folder.segments():
        told.faults.append(Fault(folder.public_keys.name, What.CHANGED if text else What.MISSING))
    elif beside and pinned and not beside.raw.items() <= pinned.raw.items():
        told.faults.append(Fault(folder.public_keys.name, What.CHANGED))
    told.keys = pinned or beside or PublicKeys()


def _take_tip(told: Published, folder: Folder) -> None:
    data = content(folder.tip)
    tip = read_tip(data)
    if tip is None:
        if folder.segments() or data:
            told.faults.append(Fault(folder.tip.name, What.CHANGED if data else What.HEAD_MISSING, 1 if data else None))
    elif tip.holds(told.keys):
        told.points.append(Told(folder.tip.name, 1, tip))
    else:
        told.faults.append(Fault(folder.tip.name, What.SIGNATURE_WRONG, 1, tip.sequence))


def _heads(told: Published, file: str, rows: Sequence[bytes]) -> list[Told]:
    """The heads of a file that are written and signed as they must be."""
    found: list[Told] = []
    for line, row in enumerate(rows, 1):
        head = Head.parse(row)
        if head and head.holds(told.keys):
            found.append(Told(file, line, head))
        else:
            what = What.SIGNATURE_WRONG if head else What.CHANGED
            told.faults.append(Fault(file, what, line, head.sequence if head else None))
    return found
