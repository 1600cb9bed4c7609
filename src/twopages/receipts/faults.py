"""What can be wrong with a log, and where."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum


class What(StrEnum):
    """The kinds of fault."""

    CHANGED = "changed"
    MISSING = "missing"
    OUT_OF_ORDER = "out of order"
    SIGNATURE_WRONG = "signature wrong"
    HEAD_MISSING = "head missing"
    HEAD_DIFFERENT = "head different"
    TRUNCATED = "truncated"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: the file, its line (of what is missing: the one that follows), and the sequence numbers that it is about."""

    file: str
    what: What
    line: int | None = None  # from 1
    sequence: int | None = None
    until: int | None = None  # the last of several in a row

    @property
    def place(self) -> str:
        """Where, for people."""
        line = f", line {self.line:,}" if self.line else ""
        number = f", sequence {self.sequence:,}" if self.sequence else ""
        return f"{self.file}{line}{number}{f' to {self.until:,}' if self.until != self.sequence and self.until else ''}"


def in_a_row(faults: Iterable[Fault]) -> list[Fault]:
    """Faults of one kind on lines that follow each other told as one."""
    told: list[Fault] = []
    for fault in faults:
        last = told[-1] if told else None
        if last and _follows(last, fault):
            told[-1] = replace(last, until=fault.sequence)
        else:
            told.append(fault)
    return told


def _follows(last: Fault, fault: Fault) -> bool:
    end = last.until or last.sequence
    return (last.file, last.what) == (fault.file, fault.what) and bool(end) and fault.sequence == (end or 0) + 1
