"""Where a log ends: its last whole block; what stands after it was never acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from twopages.errors import ReceiptError
from twopages.keys import PublicKeys
from twopages.receipts.folder import Folder, content
from twopages.receipts.head import Head, read_tip
from twopages.receipts.line import Line, chained, read

_TORN = 2  # blocks to look at: one that was cut off, and the one before it


@dataclass(frozen=True, slots=True)
class End:
    """The last whole block of a log."""

    head: Head
    size: int  # bytes of its segment up to here
    torn: int  # bytes after it


def rows_of(data: bytes) -> tuple[list[bytes], bytes]:
    """The rows of a file, and what stands after the last line end."""
    *rows, rest = data.split(b"\n")
    return rows, rest


def last_whole(lines: Sequence[Line | None]) -> int | None:
    """The place of the line that ends the last whole block.

    A block is begun only when the one before it is durable, so a crash tears the last one and no other: None where the one
    before is not whole either.
    """
    commits = [place for place, line in enumerate(lines) if line and line.commits]
    for place in range(len(commits) - 1, max(-1, len(commits) - 1 - _TORN), -1):
        start = commits[place - 1] if place else 0
        if _is_whole(lines[start : commits[place] + 1]):
            return commits[place]
    return None


def _is_whole(block: Sequence[Line | None]) -> bool:
    """Whether each line is bound to the one before, from the line before the block (or the first of a segment) on."""
    for before, line in pairwise(block):
        if not before or not line or line.chain != chained(before.chain, line.sequence, line.payload):
            return False
    return len(block) > 1 and bool(block[-1] and Head.of(block[-1]))


def find_end(folder: Folder, keys: PublicKeys) -> End | None:
    """The end of a log that was begun, None for a new one; ReceiptError when it is not as was published.

    A log that was cut or changed at its end is refused: going on would bury that.
    """
    tip, end = read_tip(content(folder.tip)), _last_end(folder)
    sequence = end.head.sequence if end else 0
    if folder.segments() and not (tip and tip.holds(keys)):
        raise _refused(folder, "has no tip that was signed by this key ring")
    if _furthest(folder, tip, keys) > sequence:
        raise _refused(folder, "ends before what was published of it")
    if (
        end
        and tip
        and (not end.head.holds(keys) or tip.log != end.head.log or (tip.sequence == sequence and tip != end.head))
    ):
        raise _refused(folder, "ends otherwise than was published of it")
    return end


def _last_end(folder: Folder) -> End | None:
    """The end in the last segment, or in the one before where the last was cut off while it was begun."""
    torn = 0
    for path in [*folder.segments().values()][: -_TORN - 1 : -1]:
        data = path.read_bytes()
        rows, _ = rows_of(data)
        lines = [read(row) for row in rows]
        place = last_whole(lines)
        if place is not None and (line := lines[place]) and (head := Head.of(line)):
            size = sum(len(row) + 1 for row in rows[: place + 1])
            return End(head, size, torn + len(data) - size)
        if sum(1 for line in lines if line and line.commits) > 1:
            raise _refused(folder, f"is damaged at the end of {path.name}")
        torn += len(data)
    return None


def _furthest(folder: Folder, tip: Head | None, keys: PublicKeys) -> int:
    """The last sequence that is signed for outside the segments."""
    heads = [tip, *map(Head.parse, rows_of(content(folder.heads))[0])]
    return max((head.sequence for head in heads if head and head.holds(keys)), default=0)


def _refused(folder: Folder, why: str) -> ReceiptError:
    mend = "Keep the folder as it is, look with `twopages receipts verify`, and move it away to begin a new log."
    return ReceiptError(f"The receipt log {folder.path} {why}.", mend)
