"""Manifests: the JSON file beside a delivery that says what it is, and the deliveries of a folder."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from twopages.errors import DeliveryError

SUFFIX = ".manifest.json"
DRAWN = ".postgresql"  # names a connection; its table is drawn when it is fed
KINDS = (".csv", ".xlsx", ".parquet", ".sqlite", ".db", ".geojson", DRAWN)
_KEYS = frozenset({"dataset", "mode", "asOf", "encoding", "rows", "sha256"})
_OPTIONAL = frozenset({"table"})
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a department says about a delivery.

    `encoding` is "gb18030" or "utf-8" for text, None for the other formats; `table` names the table of a database or the
    sheet of a workbook; `sha256` is "" where a manifest leaves it to the content of a PostgreSQL table.
    """

    dataset: str
    mode: str
    as_of: str
    encoding: str | None
    rows: int
    sha256: str
    table: str = ""


def located(address: Path | str) -> Path:
    """The file of a delivery that is given as a path or as an address `sqlite:///path`."""
    return Path(str(address).removeprefix("sqlite://")) if isinstance(address, str) else address


def manifest_path(address: Path | str) -> Path:
    """Where the manifest of a delivery is."""
    path = located(address)
    return path.with_name(path.name + SUFFIX)


def read_manifest(address: Path | str) -> Manifest:
    """The manifest of a delivery; DeliveryError names everything that is wrong with it."""
    path = manifest_path(address)
    if not path.is_file():
        raise DeliveryError(f"{located(address).name}: it has no manifest.", f"Put {path.name} beside it.")
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        where = f" (line {error.lineno})" if isinstance(error, json.JSONDecodeError) else ""
        raise DeliveryError(f"{path.name}: it is not JSON in UTF-8{where}.", "Write it again.") from None
    if mistakes := _mistakes(content):
        raise DeliveryError(f"{path.name}: {'; '.join(mistakes)}.", "Correct the manifest.")
    return _manifest(content)


def write_manifest(  # noqa: PLR0913 (one argument for each key of the manifest)
    address: Path | str, *, dataset: str, mode: str, as_of: str, encoding: str | None, rows: int, table: str = ""
) -> Manifest:
    """Write the manifest of a finished delivery beside it; a table of PostgreSQL is told by its content when it is read."""
    path = located(address)
    manifest = Manifest(dataset, mode, as_of, encoding, rows, "" if path.suffix == DRAWN else checksum(path), table)
    content: dict[str, Any] = {
        "dataset": dataset, "mode": mode, "asOf": as_of, "encoding": encoding, "rows": rows,
        "sha256": manifest.sha256 or None,
    }  # fmt: skip
    text = json.dumps(content | ({"table": table} if table else {}), ensure_ascii=False, indent=1) + "\n"
    manifest_path(address).write_text(text, encoding="utf-8")
    return manifest


def checksum(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def deliveries(folder: Path) -> list[tuple[Path, Manifest | DeliveryError]]:
    """The deliveries of a folder by as-of day, dataset and name; first those refused because of their manifest, with why."""
    if not folder.is_dir():
        raise DeliveryError(f"There is no folder {folder}.", "Name the folder that holds the deliveries.")
    found = [(path, _manifest_or_error(path)) for path in sorted(_data_files(folder))]
    return sorted(found, key=_order)


def _order(item: tuple[Path, Manifest | DeliveryError]) -> tuple[str, str, str]:
    path, manifest = item
    return ("", "", path.name) if isinstance(manifest, DeliveryError) else (manifest.as_of, manifest.dataset, path.name)


def _data_files(folder: Path) -> set[Path]:
    """Everything that looks like a delivery, and everything that a manifest says is one."""
    files = {path for path in folder.iterdir() if path.is_file() and not path.name.startswith((".", "~$"))}
    named = {path.with_name(path.name.removesuffix(SUFFIX)) for path in files if path.name.endswith(SUFFIX)}
    return {path for path in files if path.suffix.lower() in KINDS} | named


def _manifest_or_error(path: Path) -> Manifest | DeliveryError:
    try:
        return read_manifest(path)
    except DeliveryError as error:
        return error


def _mistakes(content: object) -> list[str]:
    if not isinstance(content, dict):
        return ["it is not a JSON object"]
    missing, unknown = sorted(_KEYS - set(content)), sorted(set(content) - _KEYS - _OPTIONAL)
    mistakes = [f"it lacks {', '.join(missing)}"] if missing else []
    mistakes += [f"it has the unknown {', '.join(unknown)}"] if unknown else []
    return mistakes + [mistake for key, mistake in _EXPECTED.items() if key in content and not _fits(key, content[key])]


_EXPECTED = {
    "dataset": "dataset is not the id of one",
    "mode": 'mode is neither "full" nor "changes"',
    "asOf": "asOf is not a day written YYYY-MM-DD",
    "encoding": 'encoding is neither "gb18030" nor "utf-8" nor null',
    "rows": "rows is not a whole number",
    "sha256": "sha256 is not 64 hexadecimal digits (null for a table of a database alone)",
    "table": "table is not a name",
}


def _fits(key: str, value: object) -> bool:
    match key:
        case "dataset" | "table":
            return isinstance(value, str) and bool(value)
        case "mode":
            return value in ("full", "changes")
        case "asOf":
            return isinstance(value, str) and _is_day(value)
        case "encoding":
            return value is None or (isinstance(value, str) and value.lower() in ("gb18030", "utf-8"))
        case "rows":
            return isinstance(value, int) and not isinstance(value, bool) and value >= 0
        case _:
            return value is None or (isinstance(value, str) and bool(_SHA256.fullmatch(value.lower())))


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text) and date.fromisoformat(text))
    except ValueError:
        return False


def _manifest(content: dict[str, Any]) -> Manifest:
    encoding = content["encoding"].lower() if content["encoding"] else None
    day, digest = content["asOf"], (content["sha256"] or "").lower()
    return Manifest(
        content["dataset"], content["mode"], day, encoding, content["rows"], digest, content.get("table", "")
    )
