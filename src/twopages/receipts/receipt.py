"""A receipt: the proof of one look at the file of one subject, in ids and names of fields alone."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final, Literal, cast, get_args

import orjson

from twopages.errors import ReceiptError

Look = Literal["page", "graphql", "search", "lineage", "history", "tags", "export"]

_HASH = re.compile(r"[0-9a-f]{32}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z][\w:./-]{0,127}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_TEXT = 200  # characters of a legal basis or a case, at most
_SHAPES: Final = {
    "id": _HASH,
    "at": _MOMENT,
    "account": _HASH,
    "role": _NAME,
    "organisation": _NAME,
    "purpose": _NAME,
    "subject": _HASH,
    "cls": _NAME,
    "query": _DIGEST,
    "trace": _HASH,
}
_MAY_LACK = frozenset({"organisation", "case"})


@lru_cache(1024)
def _are_names(listed: tuple[str, ...]) -> bool:
    """Remembered, for the same pages deliver the same fields over and over."""
    return all(map(_NAME.fullmatch, listed))


def now() -> str:
    """This moment in UTC: ISO 8601 with milliseconds and Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """Who was shown what of whom, when, and on what ground; ReceiptError where a part has not the shape of an id or a name.

    The shapes keep what is personal out: a name, an identity number or a telephone number has none of them. Parts stand in
    the order of their names, which is the canonical one of the JSON.
    """

    account: str  # keyed hash of the viewer's account, 32 hexadecimal digits
    at: str = field(default_factory=now)  # UTC
    basis: str  # the legal basis: id and version, or a short text
    case: str | None = None  # the case that was worked on
    cls: str  # class of the subject
    fields: tuple[str, ...] = ()  # attributes, relations and tags that were delivered
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    look: Look
    masked: tuple[str, ...] = ()  # those of them that were masked
    organisation: str | None = None  # the viewer's department
    purpose: str
    query: str  # SHA-256 of the operation, hexadecimal
    role: str
    subject: str  # opaque id of the entity, 32 hexadecimal digits
    trace: str  # trace id (W3C Trace Context), 32 hexadecimal digits

    def __post_init__(self) -> None:
        for name, shape in _SHAPES.items():
            value = getattr(self, name)
            if not (value is None and name in _MAY_LACK) and not (type(value) is str and shape.fullmatch(value)):
                _refuse(name)
        for name, listed in (("fields", self.fields), ("masked", self.masked)):
            if not _are_names(listed):
                _refuse(name)
        if self.look not in get_args(Look):
            _refuse("look")
        for name, text in (("basis", self.basis), ("case", self.case or "")):
            if len(text) > _TEXT or not text.isprintable():
                _refuse(name)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "Receipt":
        """The receipt that a line of the log holds; ReceiptError where it is none."""
        if told.keys() != _PARTS:
            raise ReceiptError("A line of the receipt log holds no receipt of this version.", _LOOK)
        parts: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in told.items()
        }
        return cls(**parts)

    def canonical(self) -> bytes:
        """JSON in UTF-8 with sorted names and no space: the same receipt is always the same bytes."""
        return orjson.dumps(self)


_PARTS = {item.name for item in fields(Receipt)}
_LOOK = "Look at it with `twopages receipts verify`."


def _refuse(name: str) -> None:
    """The value is not repeated: it may be what must not be written down."""
    raise ReceiptError(f"The {name!r} of a receipt has not the shape of one.", "This is a fault of the program.")


def query_digest(operation: str | bytes) -> str:
    """SHA-256 of an operation, hexadecimal: says whether two looks asked the same without saying what."""
    return hashlib.sha256(operation.encode() if isinstance(operation, str) else operation).hexdigest()


_TRACEPARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?")


def trace_id(traceparent: str | None) -> str:
    """The trace id of a `traceparent` header (W3C Trace Context), or a new one where there is none or it is malformed."""
    found = _TRACEPARENT.fullmatch((traceparent or "").strip())
    later = found and found[2] and traceparent and traceparent.strip().startswith("00")  # version 00 ends here
    return cast(str, found[1]) if found and not later else secrets.token_hex(16)
