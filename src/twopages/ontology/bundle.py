"""The text of an ontology as one value, so that a store can keep each ontology that it was fed under and give it back."""

import hashlib
import zlib
from base64 import b64decode, b64encode
from pathlib import Path

import orjson

from twopages.errors import OntologyError

SUFFIXES = (".ttl", ".csv")


def pack(folder: Path) -> str:
    """Every Turtle and CSV file of a folder, compressed, as base64 text."""
    return b64encode(zlib.compress(orjson.dumps(texts(folder), option=orjson.OPT_SORT_KEYS), 9)).decode()


def texts(folder: Path) -> dict[str, str]:
    """Every Turtle and CSV file of a folder by its path in it."""
    return {path.relative_to(folder.resolve()).as_posix(): path.read_text("utf-8") for path in _files(folder)}


def fingerprint(folder: Path) -> str:
    """SHA-256 over every Turtle and CSV file of a folder, whether it can be read or not."""
    files = {path.relative_to(folder.resolve()).as_posix(): path.read_bytes() for path in _files(folder)}
    return hashlib.sha256(repr(files).encode()).hexdigest()


def unpack(text: str, folder: Path) -> None:
    """Write the files of a packed ontology into a folder; what else it holds of an ontology goes, everything else stays.

    OntologyError when the text is no packed ontology, or names a file outside the folder.
    """
    files = _opened(text, folder)
    for path in _files(folder):
        if path not in files:
            path.unlink()
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


def _opened(text: str, folder: Path) -> dict[Path, str]:
    try:
        files: dict[str, str] = orjson.loads(zlib.decompress(b64decode(text)))
        paths = {(folder / name).resolve(): content for name, content in files.items()}
    except (ValueError, zlib.error) as error:
        raise OntologyError("The ontology that the store keeps cannot be read.", "Restore the store.") from error
    if not all(path.is_relative_to(folder.resolve()) for path in paths):
        raise OntologyError("The ontology that the store keeps names files outside its folder.", "Restore the store.")
    return paths


def _files(folder: Path) -> list[Path]:
    return sorted(path.resolve() for path in folder.rglob("*") if path.suffix in SUFFIXES) if folder.is_dir() else []
