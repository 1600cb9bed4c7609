"""CSV, streamed by pyarrow (its reader takes GB18030); a row that does not fit the header is named."""

import codecs
import csv
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv

from twopages.errors import DeliveryError

BLOCK = 2**20  # bytes read at a time, of which pyarrow holds up to 32 ahead; no row may be longer
_ERRORS = (pa.ArrowInvalid, UnicodeDecodeError)


@dataclass(frozen=True, slots=True)
class CsvReader:
    """Reads a CSV file with a header in the encoding that its manifest declares."""

    path: Path
    encoding: str

    def headers(self) -> list[str]:
        """The headers as delivered."""
        with _Rows(self.path, self.encoding) as rows:
            return list(rows.reader.schema.names)

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """The rows, a block at a time."""
        with _Rows(self.path, self.encoding) as opened:
            yield from opened.reader

    def check_encoding(self) -> None:
        """Refuse a file with bytes that its encoding has no character for."""
        found = _undecodable(self.path, self.encoding)
        if found is not None:
            line, offset = found
            raise DeliveryError(
                f"{self.path.name}: line {line} is not {self.encoding} (byte {offset} of the file).",
                "Export it in the encoding that its manifest declares.",
            )


@dataclass(slots=True)
class _Rows:
    """An open file; pyarrow's complaints, which quote cells, become refusals that name the row."""

    path: Path
    encoding: str
    reader: Any = None
    file: Any = None
    misfit: list[tuple[int, int, int]] = field(default_factory=list)  # row, its columns, columns of the header

    def __enter__(self) -> "_Rows":
        self.file = pa.OSFile(str(self.path))
        try:
            self.reader = pyarrow.csv.open_csv(
                self.file,
                read_options=pyarrow.csv.ReadOptions(encoding=self.encoding, block_size=BLOCK, use_threads=False),
                parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, invalid_row_handler=self._note),
                convert_options=pyarrow.csv.ConvertOptions(default_column_type=pa.string()),
            )
        except _ERRORS:
            self._close()
            raise self._refusal() from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._close()
        if isinstance(error, _ERRORS):
            raise self._refusal() from None

    def _close(self) -> None:
        """Let go of the reader too: it holds `_note`, so that neither would ever be collected, nor the file be closed."""
        if self.reader is not None:
            self.reader.close()
        self.reader = None
        self.file.close()

    def _note(self, row: Any) -> str:
        self.misfit.append((row.number - 1, row.actual_columns, row.expected_columns))  # the header is row 1 there
        return "error"

    def _refusal(self) -> DeliveryError:
        if not self.misfit:
            what = f"it cannot be read as CSV: a quotation mark is not closed, or a row is longer than {BLOCK // 2**20} MiB."
            return DeliveryError(f"{self.path.name}: {what}", "Export it again and check it.")
        row, actual, expected = self.misfit[0]
        where = f"row {row}{_line_of(self.path, self.encoding, row)}"
        return DeliveryError(
            f"{self.path.name}: {where} has {actual} columns where the header has {expected}.",
            "Put cells that hold commas or quotation marks in quotation marks, and close them.",
        )


def _line_of(path: Path, encoding: str, row: int) -> str:
    """The line on which a row begins, where it can be told: cells may hold line feeds."""
    before = 0
    python_encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    with path.open(encoding=python_encoding, newline="") as text, suppress(csv.Error, ValueError):
        lines = csv.reader(text)
        for cells in lines:
            row -= bool(cells)
            if row < 0:
                return f" (line {before + 1})"
            before = lines.line_num
    return ""


def _undecodable(path: Path, encoding: str) -> tuple[int, int] | None:
    """Line and byte offset of the first bytes that are not in the encoding, or None."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, read = 1, 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(BLOCK)
            pending = decoder.getstate()[0]
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                start = max(error.start - len(pending), 0)
                return line + chunk[:start].count(b"\n"), read - len(pending) + error.start
            if not chunk:
                return None
            line, read = line + chunk.count(b"\n"), read + len(chunk)
