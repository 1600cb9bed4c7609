"""Cells: what a department writes, and what it means once read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from twopages.ontology.model import Dataset
from twopages.synthetic.texts import Days, Flags, Ints, Text, same

SEPARATOR = "\x1f"  # between the values of one cell
GENERAL_FILLERS = ("", "00000000", "1900-01-01", "9999-12-31", "无", "/", "-")


@dataclass(slots=True)
class Cells:
    """One column of a delivery.

    `means` is the normalised value as text (several split by SEPARATOR), empty for none; `fault` the coded reasons, split
    by |, one of which a failing cell has; `unsure` marks cells of which nobody can say what is read.
    """

    text: Text
    means: Text
    fault: Text = field(init=False)
    unsure: Flags = field(init=False)

    def __post_init__(self) -> None:
        self.fault = same("", len(self.text))
        self.unsure = np.zeros(len(self.text), dtype=bool)

    def __len__(self) -> int:
        return len(self.text)

    def take(self, rows: Ints) -> "Cells":
        """These rows as a column of their own."""
        result = Cells(self.text[rows], self.means[rows])
        result.fault, result.unsure = self.fault[rows], self.unsure[rows]
        return result


@dataclass(slots=True)
class Table:
    """Rows of one dataset; `as_of` is the day of the delivery that each version first stood in."""

    dataset: Dataset
    cells: Mapping[str, Cells]
    as_of: Days

    def __len__(self) -> int:
        return len(self.as_of)

    def take(self, rows: Ints) -> "Table":
        """These rows as a table of their own."""
        return Table(self.dataset, {header: cells.take(rows) for header, cells in self.cells.items()}, self.as_of[rows])
