"""Sealing anew: after a rotation of the key ring everything in the store comes under its newest key, while others read and feed.

A page of the store is one transaction under the lock of the feed, which seals under it too. What is under the newest key already is left
alone, so that work that was cut off is taken up by doing it again.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from twopages.errors import KeyRingError
from twopages.graph import Store, Transaction, statement
from twopages.keys import KeyRing, key_of

PAGE = 2_000
KINDS = (  # of sealed texts, as the statements call them
    "records",
    "captions",
    "quarantined",
    "cases",
    "requests",
    "questions",
    "answers",
    "grants",
)

Progress = Callable[[str, int], None]  # a kind, and how many texts of it were gone through
Read = Callable[[str, Mapping[str, object]], list[dict[str, Any]]]


class _Sealed(NamedTuple):
    """A sealed text and what it is about: the id of its node."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many texts were looked at, and how many of them were sealed anew."""

    seen: int
    sealed: int


def reseal(store: Store, keys: KeyRing, progress: Progress) -> Resealed:
    """Bring everything that is sealed in the store under the newest key of the ring."""
    found = [_reseal(store, keys, kind, progress) for kind in KINDS]
    return Resealed(sum(item.seen for item in found), sum(item.sealed for item in found))


def _reseal(store: Store, keys: KeyRing, kind: str, progress: Progress) -> Resealed:
    seen = sealed = 0
    after: str | None = ""
    while after is not None:
        page, moved = store.write(partial(_reseal_page, keys, kind, after))
        seen, sealed, after = seen + len(page), sealed + moved, page[-1].id if page else None
        progress(kind, seen)
    return Resealed(seen, sealed)


def _reseal_page(keys: KeyRing, kind: str, after: str, tx: Transaction) -> tuple[Sequence[_Sealed], int]:
    """Seal a page anew where it is under an older key; the page, and how many texts that were."""
    tx.run(statement("reseal_lock"))
    page, newest = _page(tx.run, kind, after), keys.newest
    rows = [{"id": item.id, "text": _anew(keys, item)} for item in page if key_of(item.text) != newest]
    if rows:
        tx.run(statement(f"reseal_{kind}"), {"rows": rows})
    return page, len(rows)


def _anew(keys: KeyRing, item: _Sealed) -> str:
    return keys.seal(keys.open(item.text, item.id), item.id)


def retire(store: Store, keys: KeyRing, name: str) -> None:
    """Take an old key off the ring; KeyRingError while anything in the store is under it.

    Nothing is sealed between the count and the change of the ring: whoever feeds waits for the lock, and seals with the newest key then.
    """
    store.write(partial(_retire, keys, name))


def _retire(keys: KeyRing, name: str, tx: Transaction) -> None:
    tx.run(statement("reseal_lock"))
    left = _counted(tx.run)[name]
    if left:
        raise KeyRingError(
            f"{left:,} texts of the store are sealed with {name!r}.", "Run `twopages keys rotate` first."
        )
    keys.retire(name)


def counted(store: Store) -> Counter[str]:
    """How many texts of the store each data key sealed."""
    return _counted(store.read)


def _counted(read: Read) -> Counter[str]:
    return Counter(key_of(item.text) for kind in KINDS for item in _all(read, kind))


def _all(read: Read, kind: str) -> Iterator[_Sealed]:
    after = ""
    while page := _page(read, kind, after):
        yield from page
        after = page[-1].id


def _page(read: Read, kind: str, after: str) -> list[_Sealed]:
    found = read(statement(f"sealed_{kind}"), {"after": after, "size": PAGE})[0]["found"]
    return [_Sealed(*item) for item in found]
