"""The folder of the log and its files, which belong to the program's user alone."""

import base64
import fcntl
import os
import re
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import orjson

from twopages.errors import ReceiptError
from twopages.keys import PublicKeys
from twopages.settings import Settings

FILE, FOLDER = 0o600, 0o700
_PATIENCE = 3.0  # seconds
_SEGMENT = re.compile(r"segment-(\d{8})\.log", re.ASCII)


@dataclass(frozen=True, slots=True)
class Folder:
    """Where everything of one log is."""

    path: Path

    @classmethod
    def of(cls, settings: Settings) -> "Folder":
        """The one of an installation."""
        return cls(settings.home / "receipts")

    @property
    def heads(self) -> Path:
        """The head of each finished segment, a line each, only ever appended to."""
        return self.path / "heads"

    @property
    def tip(self) -> Path:
        """The head of the last block: where the log ends."""
        return self.path / "tip"

    @property
    def public_keys(self) -> Path:
        """The public parts of the keys that signed."""
        return self.path / "public-keys"

    @property
    def lock(self) -> Path:
        """Held by the process that writes."""
        return self.path / "lock"

    def segment(self, number: int) -> Path:
        """The file of a segment."""
        return self.path / f"segment-{number:08}.log"

    def segments(self) -> Mapping[int, Path]:
        """The files that are there by the number in their names, in order."""
        names = sorted(path.name for path in self.path.iterdir()) if self.path.is_dir() else []
        found = [match for match in map(_SEGMENT.fullmatch, names) if match]
        return {int(match[1]): self.path / match[0] for match in found}

    def prepare(self) -> None:
        """Make the folder where there is none; ReceiptError when others can look into what is there."""
        self.path.mkdir(mode=FOLDER, parents=True, exist_ok=True)
        for path in (self.path, *self.path.iterdir()):
            if stat.S_IMODE(path.stat().st_mode) & 0o077:
                mode = "700" if path.is_dir() else "600"
                raise ReceiptError(f"Others can read {path} of the receipt log.", f"Run: chmod {mode} {path}")

    def hold(self) -> int:
        """The lock as an open file, held until it is closed; ReceiptError when another process writes this log.

        The scribe of a program that was killed a moment ago is waited for.
        """
        lock, deadline = os.open(self.lock, os.O_RDWR | os.O_CREAT, FILE), time.monotonic() + _PATIENCE
        while not _held(lock):
            if time.monotonic() > deadline:
                os.close(lock)
                mend = "One process writes a log; stop it, or give this one another TWOPAGES_HOME."
                raise ReceiptError(f"The receipt log {self.path} is in use by another process.", mend)
            time.sleep(_PATIENCE / 100)
        return lock

    def sync(self) -> None:
        """Make names of files durable."""
        folder = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _held(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def append_to(path: Path) -> int:
    """A file of the owner's alone, open for writing at its end."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, FILE)


def write_all(file: int, data: bytes) -> None:
    """Write everything, or raise OSError."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(file, rest) :]


def content(path: Path) -> bytes:
    """What a file holds; nothing where there is none."""
    return path.read_bytes() if path.exists() else b""


def keys_text(keys: PublicKeys) -> bytes:
    """The public keys as they are published."""
    told = {name: base64.b64encode(key).decode() for name, key in keys.raw.items()}
    return orjson.dumps(told, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def read_keys(text: bytes) -> PublicKeys | None:
    """The keys that were published, or None where the text is not what was written."""
    try:
        keys = PublicKeys({name: base64.b64decode(key, validate=True) for name, key in orjson.loads(text).items()})
    except (ValueError, TypeError, AttributeError):
        return None
    return keys if keys_text(keys) == text else None


def publish_keys(folder: Folder, keys: PublicKeys) -> None:
    """Put the public keys beside the log; ReceiptError when other keys signed what is there."""
    before = content(folder.public_keys)
    known = read_keys(before) if before else PublicKeys()
    if known is None or not known.raw.items() <= keys.raw.items():
        mend = "Put back the key ring that it was written with, or move the folder away."
        raise ReceiptError(f"The public keys in {folder.path} are not those of this key ring.", mend)
    draft = folder.path / "public-keys.draft"
    draft.unlink(missing_ok=True)
    with os.fdopen(append_to(draft), "wb") as file:
        file.write(keys_text(keys))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder.public_keys)
    folder.sync()
