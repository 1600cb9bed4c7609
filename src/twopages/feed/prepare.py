"""Preparing: a chunk of a delivery with all that can be known of its rows before the store is asked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from twopages.feed.check import Quarantine, Row
from twopages.feed.payload import content_hash
from twopages.feed.records import Rooms, Told
from twopages.feed.row import Cells, RowForm, operation, period, recency
from twopages.feed.versions import Incoming


@dataclass(frozen=True, slots=True)
class Delivered:
    """The delivery that a chunk belongs to; `fulls` are the days of the full deliveries of its dataset in the store."""

    batch: str
    dataset: str
    as_of: str
    mode: str
    fulls: Sequence[str] = ()

    @property
    def newest_full(self) -> str:
        """The day of the newest of them."""
        return max(self.fulls, default="")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a delivery: their identity and what they say, by record id; `retired` are slots that a full delivery no longer holds."""

    number: int
    incoming: Sequence[Incoming] = ()
    told: Mapping[str, Told] = field(default_factory=dict)
    quarantined: Sequence[Quarantine] = ()
    retired: Sequence[str] = ()


def prepare(
    rooms: Rooms, delivered: Delivered, number: int, rows: Sequence[Row], quarantined: Sequence[Quarantine]
) -> Chunk:
    """Chunk `number` of a delivery."""
    form = rooms.forms[delivered.dataset]
    incoming = [_identify(rooms, form, delivered.batch, row) for row in rows]
    told = {item.id: _told(form, item, row.cells, delivered.as_of) for item, row in zip(incoming, rows, strict=True)}
    for item in () if delivered.fulls else told.values():
        item.read()  # a first full delivery is new in every row: this too is done while the store is busy
    return Chunk(number, incoming, told, quarantined)


def slot_of(rooms: Rooms, form: RowForm, cells: Cells) -> str:
    """The place of a row in its dataset: the keyed hash of its key columns, as cleaned where they can be, else as delivered."""
    parts = []
    for header in form.dataset.key_columns:
        cell = cells.get(header)
        parts.append("" if cell is None else ";".join(map(str, cell.values)) or cell.delivered.strip())
    return rooms.keys.hash_id("slot", form.dataset.id, *parts)


def told_aside(rooms: Rooms, dataset: str, cells: Cells, name: str = "") -> Told:
    """A row that could not be taken, as far as it can be read; `name` is its id in the store."""
    form = rooms.forms[dataset]
    return Told(name, form, slot_of(rooms, form, cells), "", "", cells)


def _identify(rooms: Rooms, form: RowForm, batch: str, row: Row) -> Incoming:
    name = rooms.keys.hash_id("record", batch, str(row.number))
    hashed = content_hash(rooms.keys, row.cells)
    return Incoming(name, slot_of(rooms, form, row.cells), hashed, operation(form, row.cells), row.number)


def _told(form: RowForm, item: Incoming, cells: Cells, as_of: str) -> Told:
    return Told(item.id, form, item.slot, recency(form, cells, as_of), period(form, cells), cells)
