"""Opening records: a row of the statement and its sealed payload become the values and the cells of a record."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

import orjson

from twopages.dossier.tables import Table, make_table
from twopages.dossier.types import Cell, Delivery, RecordView
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.values import Value, entity_key, mask

_VERSIONED = 3  # columns that a question for versions adds
RawCell = Sequence[Any]  # as the payload packs it: delivered, values, fault


@dataclass(frozen=True, slots=True)
class Opened:
    """A record with its payload opened, as it concerns one entity.

    `former` opens its versions before, where they were read; `by` tells how it was linked where no key led to the entity.
    """

    id: str
    slot: str
    table: Table
    recency: str
    period: str
    supplies: frozenset[str]
    cells: Mapping[str, RawCell]
    delivery: Delivery
    present: bool = True
    retired: str | None = None
    replaces: str | None = None
    former: Callable[[], tuple[Mapping[str, RawCell], ...]] = tuple
    by: str = ""

    def values(self, wanted: frozenset[str]) -> list[tuple[str, tuple[Value, ...], str, int]]:
        """(attribute, values, header, rank) of what the record supplies of the wanted attributes."""
        left, found = set(self.supplies & wanted), []
        for attribute, many, header, rank in self.table.supplies:
            if attribute in left and header in self.cells and (values := self.cells[header][1]):
                left.discard(attribute)
                found.append((attribute, tuple(values if many else values[:1]), header, rank))
        return found

    def span(self) -> tuple[str, str]:
        """From when to when the row says that it held; empty where it does not say."""
        since, until = (self.cells.get(header, _EMPTY)[1] for header in self.table.span)
        return str(since[0]) if since else "", str(until[0]) if until else ""

    def said_before(self, header: str) -> list[tuple[Value, ...]]:
        """What the versions before this one said under a header."""
        return [tuple(cells[header][1]) for cells in self.former() if header in cells]


_EMPTY: RawCell = ("", (), "")


class Opener:
    """Opens the records of one answer; each payload once, however often its record comes up."""

    def __init__(self, room: "Tables", keys: KeyRing) -> None:
        self.room, self.keys = room, keys
        self.opened: dict[str, Mapping[str, RawCell]] = {}
        self.deliveries: dict[tuple[str, int], Delivery] = {}

    def open(self, row: Sequence[Any]) -> Opened:
        """The record of a row of the statement (see `compile.RECORD`)."""
        record, slot, dataset, recency, period, number, as_of, payload, supplies, by = row[:10]
        delivery = self.delivery(number, as_of, row[10:15])
        rest = row[15:]
        present, retired, older = rest if len(rest) == _VERSIONED else (True, None, ())
        former = partial(self._former, rest[0]) if len(rest) == 1 and rest[0] else tuple
        told = (record, slot, self.room.table(dataset), recency, period or "", frozenset(supplies))
        cells = self._cells(record, payload)
        return Opened(*told, cells, delivery, present, retired, older[0] if older else None, former, by or "")

    def _former(self, rows: Sequence[Sequence[str]]) -> tuple[Mapping[str, RawCell], ...]:
        return tuple(self._cells(record, payload) for record, payload in rows)

    def delivery(self, row: int, as_of: str, batch: Sequence[str]) -> Delivery:
        """The delivery of a record, one value for the records of one row."""
        known = self.deliveries.get((batch[0], row))
        if known is None:
            id, file, sha256, recorded, mode = batch
            known = self.deliveries[id, row] = Delivery(id, file, sha256, row, as_of, recorded, mode)
        return known

    def _cells(self, record: str, payload: str | None) -> Mapping[str, RawCell]:
        if payload is not None:
            self.opened[record] = orjson.loads(self.keys.open(payload, record))["c"]
        return self.opened[record]


class Tables:
    """The tables of a Model's datasets, each made when it is first met."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._made: dict[str, Table] = {}

    def table(self, dataset: str) -> Table:
        """The table of a dataset."""
        made = self._made.get(dataset)
        if made is None:
            made = self._made[dataset] = make_table(self.model, self.model.datasets[dataset])
        return made


def view(record: Opened, keys: KeyRing, model: Model, cls: str, entity: str) -> RecordView:
    """The record as its entity may see it: cells about other subjects are masked."""
    hidden = _hidden(record, keys, model, cls, entity)
    cells = tuple(_cell(record, header, cell, header in hidden) for header, cell in record.cells.items())
    told = (record.id, record.table.dataset.id, record.present, record.recency, record.delivery)
    return RecordView(*told, cells, record.replaces, record.retired, record.by)


def _cell(record: Opened, header: str, cell: RawCell, hidden: bool) -> Cell:
    delivered, values, fault = cell
    if hidden:
        return Cell(header, mask(None, record.table.kinds[header], delivered), (), fault, ())
    attributes = tuple(name for name in record.table.attributes.get(header, ()) if name in record.supplies)
    return Cell(header, delivered, tuple(values), fault, attributes)


def _hidden(record: Opened, keys: KeyRing, model: Model, cls: str, entity: str) -> frozenset[str]:
    """The headers whose cells are about somebody else."""
    either = record.table.either.get(cls, frozenset())
    foreign = (header for header in either if not _own_key(record.cells.get(header), keys, model, cls, entity))
    return record.table.others[cls].union(foreign)


def _own_key(cell: RawCell | None, keys: KeyRing, model: Model, cls: str, entity: str) -> bool:
    told = str(cell[1][0]) if cell and cell[1] else ""
    return bool(told) and entity_id(keys, model, cls, told) == entity


def entity_id(keys: KeyRing, model: Model, cls: str, *key: str) -> str:
    """The id of the entity that the texts of a key identify, the last in any spelling that its check accepts.

    Whatever comes before the last of several is told by its code or by one of its labels.
    """
    names = model.classes[cls].key
    leading = (_code(model, name, text) for name, text in zip(names, key[:-1], strict=False))
    return keys.hash_id("entity", cls, *leading, entity_key(model.attributes[names[-1]].kind, key[-1]))


def _code(model: Model, attribute: str, text: str) -> str:
    codes = model.attributes[attribute].codes
    return text if codes is None else model.code_lists[codes].find(text) or text


def exact(value: Any) -> Value:
    """Numbers stand as numbers on an edge, and as canonical decimal text everywhere else."""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return value  # type: ignore[no-any-return]  # the driver's values are untyped
