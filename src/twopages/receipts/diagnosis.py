"""Which lines of a segment are not as they were written: looked into only where something is wrong."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain as all_of
from itertools import pairwise

from twopages.receipts.faults import Fault, What
from twopages.receipts.head import Head
from twopages.receipts.line import Line, chained

Rows = Sequence[Line | None]


@dataclass(frozen=True, slots=True)
class Span:
    """The sequence numbers that a file must hold, and the chain value before them where it is known."""

    first: int
    last: int
    chain: bytes | None


def is_sound(rows: Rows, span: Span) -> bool:
    """Whether the lines are exactly those of the span, each bound to the one before it; all lines of a log go through this."""
    chain = span.chain
    for sequence, line in enumerate(rows, span.first):
        if not line or line.sequence != sequence:
            return False
        if chain is not None and line.chain != chained(chain, sequence, line.payload):
            return False
        chain = line.chain
    return len(rows) == span.last - span.first + 1


def found(rows: Rows, span: Span, sequence: int) -> Line | None:
    """The line with a number of the span, wherever it stands."""
    if not span.first <= sequence <= span.last:
        return None
    likely = rows[sequence - span.first : sequence - span.first + 1]
    return next((line for line in all_of(likely, rows) if line and line.sequence == sequence), None)


def runs(rows: Rows) -> Iterator[list[tuple[int, Line]]]:
    """The lines, counted from 1, that are bound each to the one before it: a signature vouches for those of its own run."""
    run: list[tuple[int, Line]] = []
    for place, line in enumerate(rows, 1):
        if run and (not line or line.chain != chained(run[-1][1].chain, line.sequence, line.payload)):
            yield run
            run = []
        if line:
            run.append((place, line))
    yield run


def diagnose(file: str, rows: Rows, span: Span, short: What) -> list[Fault]:
    """Every fault of the lines of one file, in their order; `short` is what an end that is missing is called."""
    kept = _in_order(rows, span)
    changed, displaced = _others(rows, kept, span)
    held = {line.sequence for line in rows if line} | {number for number in changed.values() if number}
    faults = [Fault(file, What.CHANGED, place + 1, number) for place, number in changed.items()]
    faults += [Fault(file, What.OUT_OF_ORDER, place + 1, _sequence(rows[place])) for place in displaced]
    faults += _missing(file, rows, kept, held, span, short)
    faults += _altered(file, rows, [*kept, *displaced], span)
    return sorted(faults, key=lambda fault: (fault.line or 0, fault.sequence or 0))


def _sequence(line: Line | None) -> int | None:
    return line.sequence if line else None


def _in_order(rows: Rows, span: Span) -> list[int]:
    """The places of the most lines that ascend: those that stand where they were written."""
    tails: list[int] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for place, line in enumerate(rows):
        if line and span.first <= line.sequence <= span.last:
            at = bisect_left(tails, line.sequence)
            tails[at : at + 1], ends[at : at + 1] = [line.sequence], [place]
            before[place] = ends[at - 1] if at else None
    kept: list[int] = []
    place_or_none = ends[-1] if ends else None
    while place_or_none is not None:
        kept.append(place_or_none)
        place_or_none = before[place_or_none]
    return kept[::-1]


def _others(rows: Rows, kept: Sequence[int], span: Span) -> tuple[dict[int, int | None], list[int]]:
    """The other lines: those that were changed, with the number that they had, and those that were moved or repeated."""
    held = {line.sequence for line in rows if line and line.sequence <= span.last}
    changed: dict[int, int | None] = {}
    displaced: list[int] = []
    in_order, expected = set(kept), span.first
    for place, line in enumerate(rows):
        if line and place in in_order:
            expected = line.sequence + 1
        elif expected not in held and expected <= span.last:
            changed[place] = expected
            expected += 1
        elif line:
            displaced.append(place)
        else:
            changed[place] = None
    return changed, displaced


def _missing(file: str, rows: Rows, kept: Sequence[int], held: set[int], span: Span, short: What) -> Iterator[Fault]:
    """Numbers that no line holds, told by the line that follows them."""
    there = sorted(number for number in held if span.first <= number <= span.last)
    following = [(line.sequence, place + 1) for place in kept if (line := rows[place])]
    for before, after in pairwise([span.first - 1, *there, span.last + 1]):
        if after - before > 1:
            at = bisect_left(following, (before + 1, 0))
            ended = at == len(following)
            place = len(rows) if ended else following[at][1]
            yield Fault(file, short if ended else What.MISSING, place, before + 1, after - 1)


def _altered(file: str, rows: Rows, looked_at: Sequence[int], span: Span) -> Iterator[Fault]:
    """Lines whose chain value does not follow from the line before; the value stated there may be what was changed."""
    by_sequence = _by_sequence(rows, looked_at)
    before: set[bytes] = {span.chain} if span.chain else set()
    expected = span.first
    for sequence, (place, line) in by_sequence.items():
        known = before if sequence == expected else _before(line)
        found = {chained(value, sequence, line.payload) for value in known}
        if found and line.chain not in found:
            yield Fault(file, What.CHANGED, place + 1, sequence)
        before, expected = found | {line.chain}, sequence + 1


def _by_sequence(rows: Rows, looked_at: Sequence[int]) -> Mapping[int, tuple[int, Line]]:
    found: dict[int, tuple[int, Line]] = {}
    for place in looked_at:
        if line := rows[place]:
            found.setdefault(line.sequence, (place, line))
    return dict(sorted(found.items()))


def _before(line: Line) -> set[bytes]:
    """What a head says of the line before it, where that one is not there."""
    head = Head.of(line)
    return {head.chain.encode()} if head else set()
