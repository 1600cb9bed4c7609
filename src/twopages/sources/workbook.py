"""Excel workbooks by calamine; the one format that is held whole while it is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from twopages.errors import DeliveryError
from twopages.sources.columns import batches_of, refusing, text_of


@dataclass(frozen=True, slots=True)
class WorkbookReader:
    """Reads the sheet that the manifest names, else the first one; empty rows do not count."""

    path: Path
    sheet: str = ""

    def headers(self) -> list[str]:
        """The first row that is not empty, without the empty cells at its end."""
        return _trimmed(next(self._rows(), []))

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows below the header."""
        lines = self._rows()
        names = _trimmed(next(lines, []))
        return batches_of(names, lines, rows)

    def _rows(self) -> Iterator[list[object]]:
        with refusing(self.path, "an Excel workbook", CalamineError), CalamineWorkbook.from_path(self.path) as book:
            if self.sheet and self.sheet not in book.sheet_names:
                raise DeliveryError(
                    f"{self.path.name}: it has no sheet {self.sheet!r}.", "Correct the manifest or the workbook."
                )
            sheet = book.get_sheet_by_name(self.sheet) if self.sheet else book.get_sheet_by_index(0)
            for row in sheet.iter_rows():
                cells: list[object] = list(row)
                if any(cell != "" for cell in cells):
                    yield cells


def _trimmed(cells: list[object]) -> list[str]:
    names = [text_of(cell) for cell in cells]
    while names and not names[-1].strip():
        names.pop()
    return names
