"""What the city is made of: the lists in `data/`, read once."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twopages.synthetic.texts import Text, text

FOLDER = Path(__file__).parent / "data"


class Lore:
    """One list: its columns by header, each as text or as numbers."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def texts(self, header: str) -> Text:
        """A column as text."""
        return text([row[header] for row in self.rows])

    def numbers(self, header: str) -> NDArray[np.float64]:
        """A column as numbers."""
        return np.array([float(row[header]) for row in self.rows])

    def where(self, **wanted: str) -> "Lore":
        """The rows that hold these values."""
        return Lore([row for row in self.rows if all(row[header] == value for header, value in wanted.items())])


@cache
def lore(name: str) -> Lore:
    """The list of this name."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return Lore(list(csv.DictReader(file)))


@cache
def districts() -> Mapping[str, dict[str, str]]:
    """The districts by their code."""
    return {row["code"]: row for row in lore("districts").rows}
