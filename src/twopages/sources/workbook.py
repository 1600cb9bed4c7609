"""Excel workbooks by calamine, and what departments put around the table; one of the two formats that are held whole while read."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from twopages.errors import DeliveryError
from twopages.sources.columns import batches_of, refusing, text_of
from twopages.values import tidy

_LOOKED_AT = 40  # rows from the top among which the header is looked for
_FOOTER = re.compile(
    r"(?:合 ?计|总 ?计|小 ?计|共计|注|备注|说明|单位负责人|(?:制表|填表|填报|审核|复核|负责|经办|联系|打印|导出)(?:人|单位|日期|时间)"
    r"|共 ?\d+ ?(?:条|行|户|人|家))(?:[:( ].*)?"
)
Cells = list[object]


@dataclass(frozen=True, slots=True)
class WorkbookReader:
    """Reads the sheet that the manifest names, else the first one; empty rows do not count.

    The header is the row, among the first ones, that holds most of the headers `known` of the data set (the first such
    row); titles above it, merged or not, do not count. `required` are the headers that every row fills: rows at the end that do
    not and that say what a footer says (合计, 制表人: ...) do not count either; `left_out` tells what they begin with.
    """

    path: Path
    sheet: str = ""
    known: frozenset[str] = frozenset()
    required: frozenset[str] = frozenset()

    def headers(self) -> list[str]:
        """The header, without the empty cells at its end."""
        return self._table()[0]

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows below the header and above the footers."""
        names, lines = self._table()
        return batches_of(names, _Body(self._is_footer(names)).rows(lines), rows)

    def left_out(self) -> tuple[str, ...]:
        """The first words of every footer."""
        names, lines = self._table()
        body = _Body(self._is_footer(names))
        for _ in body.rows(lines):
            pass
        return tuple(_first(row) for row in body.footers)

    def _table(self) -> tuple[list[str], Iterator[Cells]]:
        rows = self._rows()
        top = list(islice(rows, _LOOKED_AT))
        if not top:
            return [], iter(())
        fits = [sum(tidy(text_of(cell)) in self.known for cell in row) for row in top]
        place = fits.index(max(fits))
        return _trimmed(top[place]), _joined(top[place + 1 :], rows)

    def _is_footer(self, names: Sequence[str]) -> Callable[[Cells], bool]:
        needed = [place for place, name in enumerate(names) if tidy(name) in self.required]

        def says_so(row: Cells) -> bool:
            filled = all(place < len(row) and text_of(row[place]).strip() for place in needed)
            return not (needed and filled) and bool(_FOOTER.fullmatch(_first(row)))

        return says_so

    def _rows(self) -> Iterator[Cells]:
        with refusing(self.path, "an Excel workbook", CalamineError), CalamineWorkbook.from_path(self.path) as book:
            if self.sheet and self.sheet not in book.sheet_names:
                raise DeliveryError(
                    f"{self.path.name}: it has no sheet {self.sheet!r}.", "Correct the manifest or the workbook."
                )
            sheet = book.get_sheet_by_name(self.sheet) if self.sheet else book.get_sheet_by_index(0)
            for row in sheet.iter_rows():
                cells: Cells = list(row)
                if any(cell != "" for cell in cells):
                    yield cells


@dataclass(slots=True)
class _Body:
    """The rows of a table; those that look like footers are held back until it is known that nothing but footers follows."""

    is_footer: Callable[[Cells], bool]
    footers: list[Cells] = field(default_factory=list)

    def rows(self, lines: Iterator[Cells]) -> Iterator[Cells]:
        for row in lines:
            if self.is_footer(row):
                self.footers.append(row)
                continue
            yield from self.footers
            self.footers.clear()
            yield row


def _joined(first: Sequence[Cells], others: Iterator[Cells]) -> Iterator[Cells]:
    yield from first
    yield from others


def _first(row: Cells) -> str:
    return next((text for cell in row if (text := tidy(text_of(cell)))), "")


def _trimmed(cells: Cells) -> list[str]:
    names = [text_of(cell) for cell in cells]
    while names and not names[-1].strip():
        names.pop()
    return names
