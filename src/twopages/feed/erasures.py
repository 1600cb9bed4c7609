"""The log of erasures: tombstones in a file of their own, which no backup of the store takes back.

Each line is JSON and holds the SHA-256 of the line before it and of itself. It holds keyed hashes, a day and a legal ground, and nothing
about anybody. A line is on the disk before anything is erased for it.
"""

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from twopages.errors import StoreError
from twopages.feed.tombstones import KINDS, Tombstone
from twopages.settings import Settings

FILE = "tombstones"
PRIVATE = 0o600
_START = "0" * 64


@dataclass(frozen=True, slots=True)
class Erasure:
    """One line: which it is, the day and the code of the ground, the tombstones, and the chain value that names it."""

    number: int
    day: str
    ground: str
    stones: tuple[Tombstone, ...]
    chain: str


@dataclass(frozen=True, slots=True)
class Erasures:
    """The log of one installation."""

    path: Path

    @classmethod
    def of(cls, settings: Settings) -> "Erasures":
        """The one under the home of an installation."""
        return cls(settings.home / FILE)

    def read(self) -> list[Erasure]:
        """All erasures, oldest first; StoreError when a line was changed, is missing, or others can read the file."""
        if not self.path.exists():
            return []
        if stat.S_IMODE(self.path.stat().st_mode) & 0o077:
            raise StoreError(f"Others can read the tombstones in {self.path}.", f"Run: chmod 600 {self.path}")
        return list(_parsed(self.path, _whole(self.path.read_bytes())))

    def append(self, day: str, ground: str, stones: Sequence[Tombstone]) -> Erasure:
        """Write an erasure down before it is done; it is on the disk when this returns."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _alone(self.path) as file:
            known = self.read()
            os.ftruncate(file, len(_whole(self.path.read_bytes())))  # of a line that was cut off nothing was erased
            content = _content(len(known) + 1, day, ground, stones)
            chain = _chain(known[-1].chain if known else _START, content)
            _write(file, orjson.dumps(content | {"chain": chain}) + b"\n")
            _sync(self.path.parent)
        return Erasure(len(known) + 1, day, ground, tuple(stones), chain)


@contextmanager
def _alone(path: Path) -> Iterator[int]:
    """The file, open for writing at its end by one at a time."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, PRIVATE)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _write(file: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]
    os.fsync(file)


def _sync(folder: Path) -> None:
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _whole(data: bytes) -> bytes:
    """The lines that were finished."""
    return data[: data.rfind(b"\n") + 1]


def _content(number: int, day: str, ground: str, stones: Sequence[Tombstone]) -> dict[str, Any]:
    told = [[item.id, item.kind, sorted(item.values), item.cls] for item in stones]
    return {"number": number, "day": day, "ground": ground, "stones": told}


def _chain(before: str, content: Mapping[str, Any]) -> str:
    return hashlib.sha256(before.encode() + orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _parsed(path: Path, data: bytes) -> Iterator[Erasure]:
    before = _START
    for number, line in enumerate(data.splitlines(), 1):
        found = _erasure(line, number, before)
        if found is None:
            mend = "No crash does that: put back the copy that was kept elsewhere, and find out who wrote to it."
            raise StoreError(f"Line {number} of the tombstones in {path} is not what was written.", mend)
        yield found
        before = found.chain


def _erasure(line: bytes, number: int, before: str) -> Erasure | None:
    """The erasure of a line, or None where the line is not what was written after the one before."""
    try:
        content = orjson.loads(line)
        chain = content.pop("chain")
        stones = tuple(Tombstone(name, kind, frozenset(values), cls) for name, kind, values, cls in content["stones"])
        told = Erasure(content["number"], content["day"], content["ground"], stones, chain)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    sound = told.number == number and {item.kind for item in stones} <= set(KINDS)
    return told if sound and chain == _chain(before, content) else None
