"""A delivery: its rows under the headers of the ontology, whatever the format; and the look at the whole before any is taken."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from twopages.errors import DeliveryError
from twopages.ontology.model import Dataset
from twopages.sources.columns import Reader, regrouped
from twopages.sources.database import TableReader
from twopages.sources.delimited import CsvReader
from twopages.sources.features import GEOMETRY, FeatureReader
from twopages.sources.manifest import DRAWN, KINDS, Manifest, checksum, located
from twopages.sources.parquet import ParquetReader
from twopages.sources.workbook import WorkbookReader
from twopages.values import tidy

_ROWS = 10_000


@dataclass(frozen=True, slots=True)
class Delivery:
    """The rows of a delivery; they can be read again and again."""

    path: Path
    manifest: Manifest
    reader: Reader
    known: Mapping[str, str]  # tidy header -> header in the ontology

    def headers(self) -> tuple[str, ...]:
        """The headers that the dataset knows, in the order in which they are delivered."""
        return tuple(self._columns(self.reader.headers()).values())

    def batches(self, rows: int) -> Iterator[pa.RecordBatch]:
        """Batches of exactly `rows` rows (the last may be shorter), each column text: the cells exactly as delivered, "" for none.

        Columns are named by the headers of the ontology; a column that the delivery does not have is not there, and one
        that the ontology does not know is left out.
        """
        for batch in regrouped(self.reader.batches(rows), rows):
            columns = self._columns(batch.schema.names)
            kept = [batch.column(place) for place in columns]
            yield pa.RecordBatch.from_arrays(kept, names=list(columns.values()))

    def _columns(self, headers: Iterable[str]) -> dict[int, str]:
        return {place: self.known[name] for place, header in enumerate(headers) if (name := tidy(header)) in self.known}


def open_delivery(address: Path | str, manifest: Manifest, dataset: Dataset) -> Delivery:
    """A delivery to read from; `address` is a path or, for SQL, `sqlite:///path`."""
    path = located(address)
    if not path.is_file():
        raise DeliveryError(
            f"{path.name}: there is a manifest and no such file.", "Deliver the file or remove the manifest."
        )
    known = {tidy(column.header): column.header for column in dataset.columns}
    return Delivery(path, manifest, _reader(path, manifest, dataset), known)


def verify(address: Path | str, manifest: Manifest, dataset: Dataset) -> tuple[str, ...]:
    """Look through a whole delivery and refuse it (DeliveryError) if it is not what its manifest and the ontology say.

    Nothing is kept in memory. A column that the ontology does not know is accepted and not loaded, for departments add
    columns before anybody needs them; so is the lack of one that is not required. Both are returned as notes.
    """
    delivery = open_delivery(address, manifest, dataset)
    if manifest.dataset != dataset.id:
        raise _refusal(
            delivery, f"it is read as {dataset.id} and its manifest says {manifest.dataset}", "Correct the manifest"
        )
    if checksum(delivery.path) != manifest.sha256:
        raise _refusal(delivery, "its SHA-256 is not that of its manifest", "Deliver the file again, or its manifest")
    if not delivery.path.stat().st_size:
        raise _refusal(delivery, "it is empty", "Deliver it with its header and rows")
    if isinstance(delivery.reader, CsvReader):
        delivery.reader.check_encoding()
    notes = _check_header(delivery, dataset)
    _check_rows(delivery)
    return (*notes, *_around(delivery))


def _reader(path: Path, manifest: Manifest, dataset: Dataset) -> Reader:
    suffix = path.suffix.lower()
    if suffix in (".csv", DRAWN) and manifest.encoding:  # a table of PostgreSQL is drawn as CSV
        return CsvReader(path, manifest.encoding)
    if suffix == ".xlsx":
        required = frozenset(tidy(column.header) for column in dataset.columns if column.required)
        return WorkbookReader(
            path, manifest.table, frozenset(tidy(column.header) for column in dataset.columns), required
        )
    if suffix == ".geojson":
        shapes = (column.header for column in dataset.columns if column.recipe.kind == "geometry")
        return FeatureReader(path, next(shapes, GEOMETRY))
    if suffix == ".parquet":
        return ParquetReader(path)
    if suffix in (".sqlite", ".db") and manifest.table:
        return TableReader(path, manifest.table)
    needed = {".csv": "encoding", ".sqlite": "table", ".db": "table"}.get(suffix)
    if needed:
        raise DeliveryError(f"{path.name}: its manifest names no {needed}.", "Correct the manifest.")
    raise DeliveryError(f"{path.name}: files of this kind are not read.", f"Deliver one of {', '.join(KINDS)}.")


def _check_header(delivery: Delivery, dataset: Dataset) -> tuple[str, ...]:
    headers = [tidy(header) for header in delivery.reader.headers()]
    if twice := [header or "(no name)" for header, times in Counter(headers).items() if times > 1 or not header]:
        raise _refusal(
            delivery, f"its header has columns that cannot be told apart: {', '.join(twice)}", "Name each column once"
        )
    due = (column for column in dataset.columns if not column.virtual)
    absent = [column for column in due if tidy(column.header) not in headers]
    if lacking := [column.header for column in absent if column.required]:
        mend = "Deliver them, and check that the manifest declares the right encoding and dataset"
        raise _refusal(delivery, f"its header (line 1) lacks the required columns {', '.join(lacking)}", mend)
    unknown = [f"column {header!r} is not known and not loaded" for header in headers if header not in delivery.known]
    return (*unknown, *(f"column {column.header!r} is not delivered" for column in absent))


def _check_rows(delivery: Delivery) -> None:
    rows = sum(batch.num_rows for batch in delivery.reader.batches(_ROWS))
    if not rows:
        raise _refusal(delivery, "it has a header and no rows", "Deliver its rows; if nothing changed, deliver nothing")
    if rows != delivery.manifest.rows:
        said = delivery.manifest.rows
        raise _refusal(
            delivery,
            f"it has {rows} rows and its manifest says {said}",
            "Deliver the whole file, or correct the manifest",
        )


def _around(delivery: Delivery) -> tuple[str, ...]:
    """What stands below the table of a workbook and is no row of it."""
    footers = delivery.reader.left_out() if isinstance(delivery.reader, WorkbookReader) else ()
    count = f"{len(footers)} row{'s' if len(footers) > 1 else ''}"
    return (f"{count} below the table are footers and not loaded ({', '.join(footers)})",) if footers else ()


def _refusal(delivery: Delivery, what: str, mend: str) -> DeliveryError:
    return DeliveryError(f"{delivery.path.name}: {what}.", f"{mend}.")
