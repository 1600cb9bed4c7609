"""A head: what the signing key says of the log up to one line; it ends a block, is published, and is kept as the tip."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

import orjson

from twopages.keys import PublicKeys, Signing
from twopages.receipts.line import COMMIT, Line, chained

_ABOUT: Final = b"twopages receipts 1\n"  # a signature made for something else never is one of a head
_TIP = 511  # bytes: one sector, so that the tip is overwritten at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Signed: the line `sequence` of `log` comes after `sequence - 1` lines, `receipts` receipts among them, and their chain.

    Parts stand in the order of their names, which is the canonical one of the JSON.
    """

    at: str  # UTC
    chain: str  # of the line before this one
    key: str = ""  # id of the signing key
    log: str  # id of the log, drawn when it was begun
    receipts: int  # how many stand before, in all segments
    segment: int
    sequence: int
    signature: str = ""  # Ed25519, base64

    @classmethod
    def parse(cls, text: bytes) -> "Head | None":
        """The head of its canonical JSON, or None where the text is anything else."""
        try:
            head = cls(**orjson.loads(text))
            return head if head._is_typed() and head.text == text else None
        except (ValueError, TypeError):
            return None

    @classmethod
    def of(cls, line: Line) -> "Head | None":
        """The head that a line holds, where it is of this very line."""
        head = cls.parse(line.payload[len(COMMIT) : -1]) if line.commits and line.payload.endswith(b"}") else None
        return head if head and head.sequence == line.sequence and head.own_chain == line.chain else None

    @property
    def text(self) -> bytes:
        """Canonical JSON, as it is published."""
        return orjson.dumps(self)

    @property
    def payload(self) -> bytes:
        """What the line that ends a block holds."""
        return b"%b%b}" % (COMMIT, self.text)

    @property
    def own_chain(self) -> bytes:
        """The chain value of the line that holds this head: with it the next line can be checked without this one."""
        return chained(self.chain.encode(), self.sequence, self.payload)

    @property
    def tip(self) -> bytes:
        """The text as the tip: always of the same length."""
        return self.text.ljust(_TIP) + b"\n"

    def signed(self, signing: Signing) -> "Head":
        """This head with the name and the signature of a key."""
        named = replace(self, key=signing.current)
        return replace(named, signature=base64.b64encode(signing.sign(named._message)).decode())

    def holds(self, keys: PublicKeys) -> bool:
        """Whether one of the keys signed it."""
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except ValueError:
            return False
        canonical = base64.b64encode(signature).decode() == self.signature
        return canonical and keys.signed(self.key, self._message, signature)

    @property
    def _message(self) -> bytes:
        return _ABOUT + (replace(self, signature="") if self.signature else self).text

    def _is_typed(self) -> bool:
        parts: Mapping[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        numbers = ("receipts", "segment", "sequence")
        return all(type(value) is (int if name in numbers else str) for name, value in parts.items())


def read_tip(data: bytes) -> Head | None:
    """The head that a tip holds, or None where it is not written as tips are."""
    head = Head.parse(data.rstrip(b" \n"))
    return head if head and head.tip == data else None
