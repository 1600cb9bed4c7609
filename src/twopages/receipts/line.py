"""The lines of the log: a sequence number, a chain value that binds the line to all before it, and canonical JSON."""

import hashlib
from dataclasses import dataclass
from typing import Final

NOTHING: Final = b"0" * 64  # the chain value before the first line
RECEIPT: Final = b'{"receipt":'
COMMIT: Final = b'{"commit":'
_CHAIN = 64


@dataclass(frozen=True, slots=True)
class Line:
    """One line, read; what it states is not yet checked."""

    sequence: int
    chain: bytes
    payload: bytes

    @property
    def commits(self) -> bool:
        """Whether it ends a block."""
        return self.payload.startswith(COMMIT)

    @property
    def receipt(self) -> bytes | None:
        """The JSON of the receipt that it holds."""
        return self.payload[len(RECEIPT) : -1] if self.payload.startswith(RECEIPT) else None


def chained(before: bytes, sequence: int, payload: bytes) -> bytes:
    """The chain value of a line after one with the value `before`: SHA-256 in hexadecimal."""
    return hashlib.sha256(b"%b %d %b" % (before, sequence, payload)).hexdigest().encode()


def receipt_payload(canonical: bytes) -> bytes:
    """What the line of a receipt holds."""
    return b"%b%b}" % (RECEIPT, canonical)


def written(sequence: int, chain: bytes, payload: bytes) -> bytes:
    """The line as it stands in the file."""
    return b"%d %b %b\n" % (sequence, chain, payload)


def read(row: bytes) -> Line | None:
    """The line of a row without its end, or None where it is not written as lines are."""
    number, _, rest = row.partition(b" ")
    chain, space, payload = rest[:_CHAIN], rest[_CHAIN : _CHAIN + 1], rest[_CHAIN + 1 :]
    whole = space == b" " and len(number) < 19 and number.isdigit() and not number.startswith(b"0")
    return Line(int(number), chain, payload) if whole else None
