"""Verifying a log: every change, gap and reorder of its lines and of what was published of it, with its place.

The chain binds each line to all lines before it, so one signature vouches for everything up to it. Of each segment the last
signature is checked, therefore (where lines were changed, the last of each stretch that is bound together), and the others only
where that one is wrong. Checking the signature of every block would take many times as long for the log of a quiet installation,
whose blocks are of one receipt each, and find nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from twopages.keys import PublicKeys
from twopages.receipts.diagnosis import Span, diagnose, found, is_sound, runs
from twopages.receipts.ends import last_whole, rows_of
from twopages.receipts.faults import Fault, What, in_a_row
from twopages.receipts.folder import Folder, content
from twopages.receipts.head import Head
from twopages.receipts.line import NOTHING, Line, read
from twopages.receipts.parts import Part, end_of, part_of, parts
from twopages.receipts.published import Published, published


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: how much there is, up to where it is signed, and every fault."""

    segments: int
    lines: int
    receipts: int
    sequence: int  # of the last line that a signature vouches for
    signed: str  # when that was, UTC; empty for an empty log
    unfinished: int  # lines of a block that was never acknowledged
    faults: tuple[Fault, ...]


def verify(folder: Folder, pinned: PublicKeys | None = None, copies: Sequence[Path] = ()) -> Verified:
    """Look through the whole log, one segment at a time; the program may write to it meanwhile.

    `pinned` are the keys of the key ring: without them those published beside the log are believed. `copies` are files of
    heads that were kept elsewhere: only they show that the end was cut together with the tip.
    """
    return _Check(folder, published(folder, pinned, copies)).verified()


class _Check:
    """One look through a log: what is known of the lines before those that are looked at."""

    def __init__(self, folder: Folder, told: Published) -> None:
        self._folder, self._told, self._faults = folder, told, list(told.faults)
        self._known = {one.head.sequence: one.head for one in told.known()}
        self._number, self._sequence = 0, 0
        self._chain: bytes | None = NOTHING
        self._head: Head | None = None  # the last one that was found to be signed
        self._segments = self._lines = self._receipts = self._unfinished = 0

    def verified(self) -> Verified:
        """Everything."""
        found = parts(self._folder)
        for part, following in zip_longest(found, found[1:]):
            self._look(part, following if following and following.start else None)
        self._require_end()
        self._require_whole_heads()
        signed = (self._head.sequence, self._head.at) if self._head else (0, "")
        counts = (self._segments, self._lines, self._receipts)
        return Verified(*counts, *signed, self._unfinished, tuple(in_a_row(self._faults)))

    def _look(self, part: Part, following: Part | None) -> None:
        rows, rest = rows_of(part.path.read_bytes())
        lines: list[Line | None] = [*map(read, rows), *([None] if rest else [])]
        if following is None:
            lines = self._without_unfinished(lines)
        if not lines:
            return
        self._segments, self._lines = self._segments + 1, self._lines + len(lines)
        if not part.start:  # it may have been begun since it was listed
            part = part_of(part.path, part.named, lines)
        if not part.start:
            self._add(part, What.CHANGED, 1)
        elif part.start <= self._sequence:
            self._add(part, What.OUT_OF_ORDER, 1, part.start)  # a copy of another segment
        else:
            self._look_at(part, following, lines)

    def _without_unfinished(self, lines: list[Line | None]) -> list[Line | None]:
        """The lines of the last segment up to its last whole block, unless more was published than that."""
        place = last_whole(lines)
        end = 0 if place is None else place + 1
        last = lines[end - 1] if end else None
        if max(self._known, default=0) > (last.sequence if last else self._sequence):
            return lines
        self._unfinished += len(lines) - end
        return lines[:end]

    def _look_at(self, part: Part, following: Part | None, lines: Sequence[Line | None]) -> None:
        self._receipts += sum(1 for line in lines if line and line.receipt)
        self._skip_to(part)
        span = Span(part.start, self._last(part, following, lines), self._chain)
        sound = is_sound(lines, span)
        if not sound:
            short = What.MISSING if following else What.TRUNCATED
            self._faults += diagnose(part.path.name, lines, span, short)
        if sound and part.number != part.named:
            self._add(part, What.OUT_OF_ORDER, 1, part.start)  # another segment than its name says
        self._require_signatures(part, lines, sound)
        self._require_published(following, lines, span)
        last = found(lines, span, span.last)
        known = self._known.get(span.last)
        self._chain = last.chain if last else known.own_chain if known else None
        self._number, self._sequence = part.number, span.last

    def _skip_to(self, part: Part) -> None:
        """Tell what is missing before a segment; a published head may still tell the chain value there."""
        before = part.start - 1
        if before > self._sequence:
            path = self._folder.segment(self._number + 1)
            file, line = (part.path.name, 1) if path == part.path else (path.name, None)
            self._faults.append(Fault(file, What.MISSING, line, self._sequence + 1, before))
            self._chain = self._known[before].own_chain if before in self._known else None

    def _last(self, part: Part, following: Part | None, lines: Sequence[Line | None]) -> int:
        """The last number that a segment must hold, by what was published, by what follows, or by itself."""
        known = [number for number, head in self._known.items() if head.segment == part.number]
        if not known and following and following.number == part.number + 1:
            return max(part.start, following.start - 1)
        last = max([end_of(lines), part.start, *known])
        return min(last, following.start - 1) if following and following.start > part.start else last

    def _require_signatures(self, part: Part, lines: Sequence[Line | None], sound: bool) -> None:
        """The last signature of lines that are bound together vouches for all of them up to it."""
        told = {fault.line for fault in self._faults if fault.file == part.path.name}
        bound = [[(place, line) for place, line in enumerate(lines, 1) if line]] if sound else runs(lines)
        for run in bound:
            wrong = self._first_unsigned([item for item in run if item[1].commits and item[0] not in told])
            if wrong:
                self._add(part, What.SIGNATURE_WRONG, wrong[0], wrong[1].sequence)
                return
        last = lines[-1]
        if sound and last and not last.commits:
            self._add(part, What.SIGNATURE_WRONG, len(lines), last.sequence)

    def _first_unsigned(self, commits: Sequence[tuple[int, Line]]) -> tuple[int, Line] | None:
        """Only where the last one is not signed, the first such is looked for."""
        head = self._signed(commits[-1][1]) if commits else None
        self._head = head or self._head
        return None if head else next((item for item in commits if not self._signed(item[1])), None)

    def _signed(self, line: Line) -> Head | None:
        head = Head.of(line)
        return head if head and head.holds(self._told.keys) else None

    def _require_published(self, following: Part | None, lines: Sequence[Line | None], span: Span) -> None:
        """What was published of a segment is what it holds, and its last head was."""
        finished = [(told, span.last) for told in self._told.heads]
        anywhere = [(told, told.head.sequence) for told in self._told.points]
        for told, sequence in [*finished, *anywhere]:
            line = found(lines, span, told.head.sequence)
            if line and (line.sequence != sequence or Head.of(line) != told.head):
                self._faults.append(Fault(told.file, What.HEAD_DIFFERENT, told.line, told.head.sequence))
        last = found(lines, span, span.last)
        head = Head.of(last) if last else None
        if following and head and head.text not in rows_of(content(self._folder.heads))[0]:
            self._faults.append(Fault(self._folder.heads.name, What.HEAD_MISSING, None, head.sequence))

    def _require_end(self) -> None:
        """Nothing was published that lies beyond the last line."""
        beyond = [head for number, head in self._known.items() if number > self._sequence]
        if beyond:
            first, last = min(beyond, key=_by_sequence), max(beyond, key=_by_sequence)
            file = self._folder.segment(first.segment).name
            self._faults.append(Fault(file, What.MISSING, None, self._sequence + 1, last.sequence))

    def _require_whole_heads(self) -> None:
        """A head that is cut off is one that was being published when the program ended, or is being published now."""
        rows, rest = rows_of(content(self._folder.heads))
        last = self._head.text if self._head else b""
        if rest and rest == self._told.torn and not last.startswith(rest):
            self._faults.append(Fault(self._folder.heads.name, What.CHANGED, len(rows) + 1))

    def _add(self, part: Part, what: What, line: int, sequence: int | None = None) -> None:
        self._faults.append(Fault(part.path.name, what, line, sequence))


def _by_sequence(head: Head) -> int:
    return head.sequence
