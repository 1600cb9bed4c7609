"""Nothing personal in logs: all that the program, its libraries and its stores log while the tests run is looked through at the end."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from stdnum.iso7064 import mod_11_2

from twopages.ontology.model import Model

PERSONAL = frozenset({"identityNumber", "name", "phone", "email", "address"})  # kinds of value
SHORTEST = 2  # characters of a name that tells anybody apart from a word
# With a day of birth: stores log long numbers of their own, and one in eleven of any has the right last digit.
NUMBER = re.compile(
    r"(?<![0-9A-Za-z.])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![0-9A-Za-z])"
)


class Said(logging.Handler):
    """Keeps what loggers said, with the text of what they were told to log of errors."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line; the suite's own words about its tests are no log."""
        if record.name.partition(".")[0] not in {"hypothesis", "faker"}:
            self.lines.append(self.format(record))


@contextmanager
def overheard() -> Iterator[Said]:
    """What any logger says meanwhile, from INFO on."""
    said, root = Said(), logging.getLogger()
    level = root.level
    root.addHandler(said)
    root.setLevel(logging.INFO)
    try:
        yield said
    finally:
        root.setLevel(level)
        root.removeHandler(said)


def log_files(folder: Path) -> list[Path]:
    """The logs that stores and programs wrote below a folder."""
    return sorted(path for path in folder.rglob("*.log") if path.is_file())


def names_of(model: Model, answer_key: Mapping[str, Any]) -> frozenset[str]:
    """Every personal value that a made-up city knows of its people."""
    wanted = {item.id for item in model.attributes.values() if item.kind in PERSONAL and item.grade > 1}
    people = (told["values"] for entities in answer_key["entities"].values() for told in entities.values())
    found = {str(values[name]) for values in people for name in wanted & values.keys()}
    return frozenset(text for text in found if len(text) >= SHORTEST)


def personal(text: str, known: Iterable[str] = ()) -> list[str]:
    """What in a text is a valid identity number or one of the known values."""
    numbers = [number for number in NUMBER.findall(text) if mod_11_2.is_valid(number)]
    return [*numbers, *(value for value in known if value in text)]


def look_through(model: Model, folder: Path, said: Said) -> list[str]:
    """Where something personal was logged: the file or logger, and which kind of line; all answer keys below the folder count."""
    keys = (orjson.loads(path.read_bytes()) for path in folder.rglob("answer-key.json"))
    known = frozenset[str]().union(*(names_of(model, key) for key in keys))
    texts = {str(path): path.read_text("utf-8", "replace") for path in log_files(folder)}
    texts["loggers"] = "\n".join(said.lines)
    return [f"{where}: {found}" for where, text in texts.items() if (found := personal(text, known))]
