"""A tiny ontology of boats and harbours, to be broken in one place at a time."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from twopages.settings import PROJECT

SMALL = Path(__file__).parent / "small"
Break = Callable[[str, str, str], Path]


def copy_small(folder: Path) -> Path:
    shutil.copytree(SMALL, folder)
    shutil.copy(PROJECT / "ontology" / "terms.ttl", folder)
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The tiny ontology with the real vocabulary, in a folder of its own."""
    return copy_small(tmp_path / "ontology")


@pytest.fixture
def break_it(small: Path) -> Break:
    """Replaces a text that stands once in a file of the tiny ontology."""

    def replace(file: str, old: str, new: str) -> Path:
        path = small / file
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        path.write_text(text.replace(old, new), "utf-8")
        return small

    return replace


def line_of(folder: Path, file: str, text: str) -> int:
    """The first line of a file that begins with a text, or with a bracket and the text."""
    lines = (folder / file).read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.strip().removeprefix("[ ").startswith(text))
