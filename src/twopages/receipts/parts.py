"""The segments of a log as they are found: which numbers and lines they hold, whatever their names say."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low

import orjson

from twopages.receipts.folder import Folder
from twopages.receipts.line import Line, read

_ASKED = 3  # rows that are asked for the first or last number of a segment: one of them may have been changed


@dataclass(frozen=True, slots=True)
class Part:
    """A segment: the number in its name, the one in its first line, and the sequence of that line (0 where no line can be read)."""

    path: Path
    named: int
    number: int
    start: int


def parts(folder: Folder) -> list[Part]:
    """The segments in the order of what they hold; those that hold nothing come last."""
    found = [part_of(path, named, _first(path)) for named, path in folder.segments().items()]
    return sorted(found, key=lambda part: (not part.start, part.start))


def _first(path: Path) -> Sequence[Line | None]:
    with path.open("rb") as file:
        return [read(file.readline().rstrip(b"\n")) for _ in range(_ASKED)]


def part_of(path: Path, named: int, lines: Sequence[Line | None]) -> Part:
    """The segment of a file with these lines."""
    lines = lines[:_ASKED]
    number, first = _stated(lines[0])
    told = lines[0].sequence if lines[0] else 0
    start = first if first == told else _likely(lines, range(0, -_ASKED, -1))
    return Part(path, named, number or named, max(0, start))


def end_of(lines: Sequence[Line | None]) -> int:
    """The sequence of the last line, which its last rows agree on; 0 where none can be read."""
    return _likely(lines[-_ASKED:][::-1], range(_ASKED))


def _likely(lines: Sequence[Line | None], steps: range) -> int:
    told = [line.sequence + step for line, step in zip(lines, steps, strict=False) if line]
    return median_low(told) if told else 0


def _stated(line: Line | None) -> tuple[int, int]:
    """The number of a segment and that of its first line, which this one states; zeros where it does not."""
    try:
        stated = orjson.loads(line.payload)["segment"] if line else {}
        return int(stated["number"]), int(stated["first"])
    except (ValueError, KeyError, TypeError):
        return 0, 0
