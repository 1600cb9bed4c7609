"""Records as the feed handles them: one version of one row, what it claims and what the graph holds of it."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from twopages.feed.addresses import AddressKeys
from twopages.feed.claims import Claims, claims
from twopages.feed.fuse import Candidate
from twopages.feed.link import Edge, Linked
from twopages.feed.outputs import outputs
from twopages.feed.payload import open_cells
from twopages.feed.row import Cells, RowForm, Supplied, attribute_values
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.tags.watch import watched
from twopages.values import Value


@dataclass(frozen=True)
class Told:
    """One version of a row: who delivered it, when it was true, and its cells."""

    id: str
    form: RowForm
    slot: str
    recency: str
    period: str
    cells: Cells

    @cached_property
    def claims(self) -> Claims:
        """What the row says of whom."""
        return claims(self.form, self.cells, self.values)

    def read(self) -> None:
        """Work out now what the row claims, which is otherwise done when it is first asked for."""
        _ = self.claims

    @cached_property
    def values(self) -> Mapping[str, Supplied]:
        """What the row gives to each attribute."""
        return attribute_values(self.form, self.cells)

    def candidate(self, rank: int, values: tuple[Value, ...]) -> Candidate:
        """This record as a candidate for a value."""
        return Candidate(rank, self.period, self.recency, self.slot, self.id, values)


@dataclass(frozen=True, slots=True)
class Stored:
    """How the graph holds a record that is linked anew."""

    batch: str
    waiting: bool
    pending: int
    edges: frozenset[Edge]


@dataclass(slots=True)
class Touched:
    """A record that the chunk writes or links anew; `stored` is None for a new one."""

    told: Told
    present: bool
    stored: Stored | None
    linked: Linked


Again = tuple[Told, bool, Stored]  # a stored record, whether it is present, and how the graph holds it


class Rooms:
    """What every step of the feed needs: the Model, the key ring, each dataset compiled for reading, and what stands in plain."""

    def __init__(self, model: Model, keys: KeyRing) -> None:
        self.model, self.keys = model, keys
        self.addresses = AddressKeys.of(model)
        self.forms = {name: RowForm(model, dataset, self.addresses) for name, dataset in model.datasets.items()}
        self.outputs = {name: outputs(model, cls) for name, cls in model.classes.items()}
        self.watched = watched(model)

    def told(self, row: Mapping[str, Any]) -> Told:
        """A record read back from the graph: its properties and its opened payload."""
        cells = open_cells(self.keys, row["id"], row["payload"])
        return Told(row["id"], self.forms[row["dataset"]], row["slot"], row["recency"], row["period"], cells)

    def stored(self, row: Mapping[str, Any], demoted: Container[str] = ()) -> Again:
        """A record read back with all that linking it anew needs; one of `demoted` is about to be no longer present."""
        present = bool(row["present"]) and row["id"] not in demoted
        edges = parse_edges(row["asserts"]) if present else frozenset[Edge]()
        return self.told(row), present, Stored(row["batch"], row["waiting"], row["pending"], edges)

    def relation_rank(self, relation: str, dataset: str) -> int:
        """The place of a dataset among the sources of a relation."""
        return self.model.relations[relation].sources.index(dataset) + 1


def parse_edges(texts: Iterable[str]) -> frozenset[Edge]:
    """The edges that a record keeps among its assertions."""
    return frozenset(map(Edge.parse, texts))
