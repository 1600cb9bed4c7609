"""Following the log: what was written after a place, in steps, each of them proven to be as it was written before it is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import sleep

import orjson

from twopages.errors import ReceiptError
from twopages.keys import PublicKeys
from twopages.receipts.ends import rows_of
from twopages.receipts.faults import Fault, What
from twopages.receipts.folder import Folder, content
from twopages.receipts.head import Head, read_tip
from twopages.receipts.line import NOTHING, Line, chained, read
from twopages.receipts.reading import Entry
from twopages.receipts.receipt import Receipt

_TRIES, _PAUSE = 5, 0.01  # how often a tip is read that was met while it was being written, and seconds between


class DamagedError(ReceiptError):
    """The log is not as it was written, from the place on that `fault` names."""

    code = "RECEIPTS_DAMAGED"

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"The receipt log is damaged: {fault.what} at {fault.place}.", _LOOK)
        self.fault = fault


_LOOK = "Look with `twopages receipts verify`."


@dataclass(frozen=True, slots=True)
class Place:
    """How far a log was followed: its last line with the chain value there, and the byte of the segment at which the next begins."""

    log: str
    segment: int = 1
    offset: int = 0
    sequence: int = 0
    chain: str = NOTHING.decode()


@dataclass(frozen=True, slots=True)
class Step:
    """The receipts of some whole blocks, and the place after them."""

    entries: tuple[Entry, ...]
    place: Place


def durable(folder: Folder, keys: PublicKeys) -> Head | None:
    """The head of the last block that is durable, None where no log was begun; DamagedError when it is not signed.

    What stands after it may yet be lost, so that nobody may be told of it.
    """
    if not folder.tip.exists():
        return None
    for _ in range(_TRIES):
        tip = read_tip(content(folder.tip))
        if tip and tip.holds(keys):
            return tip
        sleep(_PAUSE)
    raise DamagedError(Fault(folder.tip.name, What.SIGNATURE_WRONG))


def follow(folder: Folder, keys: PublicKeys, place: Place, tip: Head, most: int) -> Iterator[Step]:
    """Steps of about `most` receipts from a place to the tip; DamagedError at what is not as it was written, after all before it."""
    if place.sequence > tip.sequence:
        raise DamagedError(Fault(folder.tip.name, What.TRUNCATED, None, tip.sequence + 1, place.sequence))
    while place.sequence < tip.sequence:
        for step in _Segment(folder, keys, place, tip).steps(most):
            place = step.place
            yield step
        if place.sequence < tip.sequence:
            place = replace(place, segment=place.segment + 1, offset=0)


@dataclass(slots=True)
class _Blocks:
    """Whole blocks that are bound to each other and not yet given."""

    places: list[Place] = field(default_factory=list)  # after each of them
    heads: list[Head] = field(default_factory=list)
    entries: list[list[Entry]] = field(default_factory=list)

    def proven(self, keys: PublicKeys) -> int:
        """How many of them the last signature that is right vouches for."""
        return next((number for number in range(len(self.heads), 0, -1) if self.heads[number - 1].holds(keys)), 0)

    def step(self, number: int) -> Step:
        """The first ones as a step."""
        return Step(tuple(entry for block in self.entries[:number] for entry in block), self.places[number - 1])


class _Segment:
    """What is left of one segment after a place."""

    def __init__(self, folder: Folder, keys: PublicKeys, place: Place, tip: Head) -> None:
        self._folder, self._keys, self._place, self._tip = folder, keys, place, tip
        self._path = folder.segment(place.segment)
        self._finished = folder.segment(place.segment + 1).exists()  # asked first: nothing is written to it after that
        self._fault: Fault | None = None

    def steps(self, most: int) -> Iterator[Step]:
        """The steps up to its end, or to the tip; DamagedError after those before a fault."""
        gathered, number = _Blocks(), 0
        for place, head, entries in self._blocks():
            gathered.places.append(place)
            gathered.heads.append(head)
            gathered.entries.append(entries)
            number += len(entries)
            if number >= most:
                yield from self._given(gathered)
                gathered, number = _Blocks(), 0
        yield from self._given(gathered)
        if self._fault:
            raise DamagedError(self._fault)

    def _given(self, gathered: _Blocks) -> Iterator[Step]:
        proven = gathered.proven(self._keys)
        if proven:
            yield gathered.step(proven)
        if proven < len(gathered.heads):
            raise DamagedError(self._at(What.SIGNATURE_WRONG, gathered.heads[proven].sequence))

    def _blocks(self) -> Iterator[tuple[Place, Head, list[Entry]]]:
        """Whole blocks, each line bound to the one before; what ends them is kept as the fault."""
        place, lines, size = self._place, list[Line](), 0
        sequence, chain = place.sequence, place.chain.encode()
        for row in self._rows():
            line, sequence, size = read(row), sequence + 1, size + len(row) + 1
            if line is None or line.sequence != sequence or line.chain != chained(chain, sequence, line.payload):
                self._fault = self._at(What.CHANGED, sequence)
                return
            chain = line.chain
            lines.append(line)
            if line.commits:
                place = replace(place, offset=place.offset + size, sequence=sequence, chain=chain.decode())
                head = self._head(line)
                if head is None:
                    return
                yield place, head, _entries(lines)
                if sequence == self._tip.sequence:
                    return
                lines, size = [], 0
        if lines or not self._finished:
            self._fault = self._at(What.TRUNCATED, place.sequence + 1)

    def _rows(self) -> Sequence[bytes]:
        try:
            with self._path.open("rb") as file:
                file.seek(self._place.offset)
                rows, rest = rows_of(file.read())
        except FileNotFoundError:
            raise DamagedError(self._at(What.MISSING, self._place.sequence + 1)) from None
        return [*rows, rest] if rest and self._finished else rows

    def _head(self, line: Line) -> Head | None:
        """The head that ends a block, if it is one of this log and place."""
        head, tip = Head.of(line), self._tip
        own = head and (head.log, head.segment) == (tip.log, self._place.segment)
        if head and own and (head == tip if head.sequence == tip.sequence else head.sequence < tip.sequence):
            return head
        self._fault = self._at(What.HEAD_DIFFERENT, line.sequence)
        return None

    def _at(self, what: What, sequence: int) -> Fault:
        return Fault(self._path.name, what, None, sequence)


def _entries(lines: Sequence[Line]) -> list[Entry]:
    found = ((line.sequence, line.receipt) for line in lines)
    return [Entry(sequence, Receipt.of(orjson.loads(text))) for sequence, text in found if text is not None]
