"""The files that a server (Neo4j) consists of: pinned in a lock, fetched once, verified before use, kept in the user's cache."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from twopages.errors import StoreError
from twopages.graph.exclusive import exclusive
from twopages.graph.maven import Coordinate, Download
from twopages.settings import PROJECT, Settings

LOCK = PROJECT / "locks" / "neo4j.lock"
STAMP = "verified.json"
THREADS = 8
TRIES = 3

Report = Callable[[int, int], None]
"""Told how many bytes have come and how many are to come in all."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of the lock."""

    coordinate: Coordinate
    sha256: str
    size: int

    @property
    def name(self) -> str:
        """The name of the file in the cache."""
        return self.coordinate.file_name


def read_lock(lock: Path = LOCK) -> tuple[Artifact, ...]:
    """Every file that is needed, in the order of the lock."""
    lines = [line.split() for line in lock.read_text("utf-8").splitlines() if line]
    return tuple(Artifact(Coordinate.parse(name), sha256, int(size)) for name, sha256, size in lines)


def artifact_folder(settings: Settings, lock: Path = LOCK) -> Path:
    """Where the verified files of a lock are: it is named for what they make up."""
    return settings.cache / lock.stem


def fetch_artifacts(settings: Settings, report: Report | None = None, lock: Path = LOCK) -> tuple[Path, ...]:
    """Fetch what is missing or damaged and give all files; what is there and correct is not fetched again."""
    folder, wanted = artifact_folder(settings, lock), read_lock(lock)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if _unverified(folder, wanted):
            with exclusive(folder / ".lock"):  # another clone may be fetching: then all is there when it has finished
                _fetch(settings, lock, _unverified(folder, wanted), report)
                _write_stamp(folder, wanted)
    except OSError as error:
        raise StoreError(f"{_named(lock)} cannot be kept in {folder}: {error.strerror}.", _SPACE) from error
    return tuple(folder / artifact.name for artifact in wanted)


def damaged_artifacts(settings: Settings, lock: Path = LOCK) -> tuple[str, ...]:
    """The names of files that are missing or damaged, every byte read; for the doctor."""
    folder = artifact_folder(settings, lock)
    return tuple(artifact.name for artifact in read_lock(lock) if not _correct(folder / artifact.name, artifact))


def _unverified(folder: Path, wanted: Iterable[Artifact]) -> list[Artifact]:
    """The artifacts whose file is not known to be right: size and time as when it was verified, else the hash decides."""
    stamp = _read_stamp(folder)
    doubtful = [artifact for artifact in wanted if _seen(folder / artifact.name) != stamp.get(artifact.sha256)]
    missing = [artifact for artifact in doubtful if not _correct(folder / artifact.name, artifact)]
    if doubtful and not missing:
        _write_stamp(folder, wanted)
    return missing


def _correct(file: Path, artifact: Artifact) -> bool:
    return file.is_file() and file.stat().st_size == artifact.size and _sha256(file) == artifact.sha256


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seen(file: Path) -> list[int]:
    try:
        found = file.stat()
    except FileNotFoundError:
        return []
    return [found.st_size, found.st_mtime_ns]


def _read_stamp(folder: Path) -> Mapping[str, list[int]]:
    try:
        stamp = json.loads((folder / STAMP).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(folder: Path, wanted: Iterable[Artifact]) -> None:
    stamp = {artifact.sha256: _seen(folder / artifact.name) for artifact in wanted}
    written = folder / f"{STAMP}.{os.getpid()}"
    written.write_text(json.dumps(stamp), "utf-8")
    written.replace(folder / STAMP)


def _fetch(settings: Settings, lock: Path, missing: list[Artifact], report: Report | None) -> None:
    folder = artifact_folder(settings, lock)
    _require_space(folder, lock, missing)
    progress = _Progress(sum(artifact.size for artifact in missing), report)
    staging = folder / ".fetching"
    download = Download(settings.maven_mirror, staging, progress.add)
    try:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda artifact: _fetch_one(download, folder, lock, artifact), missing))
    finally:
        shutil.rmtree(staging, ignore_errors=True)


_SPACE = "Make room there, or name another folder with TWOPAGES_CACHE; what has been fetched is kept."


def _require_space(folder: Path, lock: Path, missing: list[Artifact]) -> None:
    needed, free = sum(artifact.size for artifact in missing), shutil.disk_usage(folder).free
    if needed > free:
        raise StoreError(
            f"{_named(lock)} needs {_megabytes(needed)} in {folder}, where {_megabytes(free)} are free.", _SPACE
        )


def _named(lock: Path) -> str:
    return lock.stem.capitalize()


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.0f} MB"


def _fetch_one(download: Download, folder: Path, lock: Path, artifact: Artifact) -> None:
    for _ in range(TRIES):
        file = download.get(artifact.coordinate)
        if _correct(file, artifact):
            file.replace(folder / artifact.name)
            return
        file.unlink()
    raise StoreError(
        f"{artifact.coordinate} does not have the SHA-256 that locks/{lock.name} names, {TRIES} times in a row.",
        "The mirror or the line is damaged: run the command again, or name another mirror with TWOPAGES_MAVEN_MIRROR.",
    )


class _Progress:
    """Adds up the bytes of all threads; a file that is fetched twice never makes it more than all."""

    def __init__(self, total: int, report: Report | None) -> None:
        self.total, self.done, self.report = total, 0, report

    def add(self, size: int) -> None:
        self.done = min(self.total, self.done + size)
        if self.report:
            self.report(self.done, self.total)
