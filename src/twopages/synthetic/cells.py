"""Cells: what a department writes, and what it means once read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from twopages.ontology.model import CodeList, Dataset
from twopages.synthetic.texts import Days, Flags, Ints, Text, dates, decimal, digits, join, same, text, where

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

    def put(self, rows: Ints, other: "Cells") -> None:
        """The other column's cells in these rows."""
        self.text[rows], self.means[rows] = other.text, other.means
        self.fault[rows], self.unsure[rows] = other.fault, other.unsure

    def blank(self, flags: Flags) -> "Cells":
        """Itself, emptied where flagged."""
        self.text[flags], self.means[flags] = "", ""
        return self


@dataclass(slots=True)
class Table:
    """All rows of one dataset; `as_of` is the day of the delivery that each version first stood in, `copies` are rows delivered twice."""

    dataset: Dataset
    cells: Mapping[str, Cells]
    as_of: Days
    copies: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.as_of)

    def take(self, rows: Ints) -> "Table":
        """These rows as a table of their own, nothing delivered twice."""
        return Table(self.dataset, {header: cells.take(rows) for header, cells in self.cells.items()}, self.as_of[rows])


def plain(values: Text) -> Cells:
    """Text that means itself."""
    return Cells(values.copy(), values.copy())


def dated(days: Days, style: str) -> Cells:
    """Days in a style of the calendar."""
    return Cells(dates(days, style), dates(days))


def monthly(days: Days, style: str) -> Cells:
    """Months in a style of the calendar."""
    return Cells(dates(days, style), dates(days, "month"))


def timed(moments: Text) -> Cells:
    """Moments of which the date counts."""
    return Cells(moments.copy(), np.strings.slice(moments, 0, 10))


def flagged(flags: Flags) -> Cells:
    """Yes and no as 1 and 0."""
    return Cells(text(["0", "1"])[flags.astype(int)], text(["false", "true"])[flags.astype(int)])


def whole(numbers: Ints) -> Cells:
    """Whole numbers."""
    return plain(digits(numbers))


def hundredths(numbers: Ints) -> Cells:
    """Amounts with two decimals, given in hundredths."""
    shown = digits(np.abs(numbers), 3)
    sign = where(numbers < 0, "-", "")
    return Cells(
        join(sign, np.strings.slice(shown, None, -2), ".", np.strings.slice(shown, -2, None)), decimal(numbers, 2)
    )


def fen(numbers: Ints) -> Cells:
    """Amounts in hundredths of a yuan."""
    return Cells(digits(numbers), decimal(numbers, 2))


def tens_of_thousands(yuan: Ints) -> Cells:
    """Amounts of yuan written in units of ten thousand."""
    return Cells(decimal(yuan, 4), digits(yuan))


def percent(hundredths_of_percent: Ints) -> Cells:
    """Percentages with their sign."""
    value = decimal(hundredths_of_percent, 2)
    return Cells(join(value, "%"), value)


def labelled(codes: Text, code_list: CodeList) -> Cells:
    """Codes written as their Chinese labels; several codes of a cell are split by ;."""
    labels = {
        code: "；".join(code_list.codes[one].label.zh for one in code.split(";")) for code in set(codes.tolist()) - {""}
    }
    shown = same("", len(codes))
    for code, label in labels.items():
        shown[codes == code] = label
    return Cells(shown, np.strings.replace(codes, ";", SEPARATOR))


def open_ended(cells: Cells, draws: Ints) -> Cells:
    """Ends of validity, those that never come written in the usual ways."""
    never = cells.text == ""
    cells.text = where(never, text(["", "长期", "9999-12-31"])[draws], cells.text)
    return cells
