"""What is answered: envelopes, records and links of one entity, as frozen values.

Those that come by the hundred in one answer are named tuples: they are made several times faster than frozen dataclasses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from twopages.values import Value

Verdict = Literal["winner", "agrees", "outdated", "contradicts", "input"]
Agreement = Literal["AGREED", "SINGLE", "CONFLICT"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where a record came in: delivery, file and checksum, row (from 1), as-of day and when it was recorded."""

    batch: str
    file: str
    sha256: str
    row: int
    as_of: str
    recorded: str
    mode: str


class Source(NamedTuple):
    """What one record says of one attribute, and how that stands to the value that holds.

    `attribute` is the one that it supplies, which for a derived value is another than the envelope's; `relation` the one
    that it asserts, where a derived value counts or follows relations. What is about another subject comes without
    `values`, `delivered` and days. `since` and `until`: the time for which the row itself says it held. `as_written`: whether
    the cell is written as in the record that won. `by`: how the record was linked where no key led to the entity ("name",
    "name and address").
    """

    record: str
    dataset: str
    rank: int
    values: tuple[Value, ...]
    delivered: str
    header: str
    observed: str
    period: str
    verdict: Verdict
    present: bool
    delivery: Delivery
    attribute: str = ""
    relation: str = ""
    since: str = ""
    until: str = ""
    as_written: bool = True
    by: str = ""


class Conflict(NamedTuple):
    """How the other sources stand to the value that holds: how many agree (and of those, are written otherwise), are
    outdated, or contradict it.
    """

    agrees: int = 0
    written_otherwise: int = 0
    outdated: int = 0
    contradicts: int = 0


class Member(NamedTuple):
    """One of several values, and the sources that say it, best first."""

    value: Value
    sources: tuple[Source, ...]


class Envelope(NamedTuple):
    """A value with its lineage; several values only for a many-valued attribute, the source that won first.

    A `derived` value follows from others: its sources are the records that those come from, all with the verdict
    "input"; it has none where it says that nothing is on record. One that is given only masked has no values, and in
    `masked` what may be shown of them.
    """

    attribute: str
    values: tuple[Value, ...]
    sources: tuple[Source, ...]
    derived: bool = False
    masked: tuple[str, ...] = ()

    @property
    def agreement(self) -> Agreement:
        """Whether the sources agree: an outdated value is no conflict."""
        if len(self.sources) <= 1:
            return "SINGLE"
        for source in self.sources:
            if source.verdict == "contradicts":
                return "CONFLICT"
        return "AGREED"

    @property
    def conflict(self) -> Conflict:
        """The other sources, by how they stand to the value."""
        agreeing = [source for source in self.sources if source.verdict == "agrees"]
        said = [source.verdict for source in self.sources]
        otherwise = sum(not source.as_written for source in agreeing)
        return Conflict(len(agreeing), otherwise, said.count("outdated"), said.count("contradicts"))

    @property
    def members(self) -> tuple[Member, ...]:
        """Each value with the sources that say it."""
        return tuple(
            Member(value, tuple(source for source in self.sources if value in source.values)) for value in self.values
        )


class Cell(NamedTuple):
    """A cell of a record: header and text as delivered, what it means, which attributes of this entity it supplies."""

    header: str
    delivered: str
    values: tuple[Value, ...]
    fault: str
    attributes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordView:
    """One version of one row, as it concerns one entity; `replaces`: the next older one, where history was asked.

    `by`: "name" or "name and address" where no key of the row but these led to the entity.
    """

    id: str
    dataset: str
    present: bool
    observed: str
    delivery: Delivery
    cells: tuple[Cell, ...]
    replaces: str | None
    retired: str | None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Far:
    """The other end of a relation: who it is, and its short name."""

    id: str
    cls: str
    caption: str


@dataclass(frozen=True, slots=True)
class LinkSource:
    """A record that asserts a relation."""

    record: str
    dataset: str
    observed: str
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Link:
    """One relation of the entity, `forward` from its from end.

    Where asked: its `sources`, the far end's `envelopes`, and `pages` of the far end's own relations in the order of
    the questions about them.
    """

    relation: str
    forward: bool
    far: Far
    parts: Mapping[str, Value]
    records: tuple[str, ...]
    sources: tuple[LinkSource, ...] = ()
    envelopes: Mapping[str, Envelope] | None = None
    pages: tuple["LinkPage", ...] = ()


@dataclass(frozen=True, slots=True)
class LinkPage:
    """The links of one question for a relation; `more` when there are others behind them. `withheld`: it was not answered."""

    links: tuple[Link, ...]
    more: bool
    total: int | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class RecordPage:
    """The records of one question for records, newest first; `more` when there are others behind them. `withheld`: it was not answered."""

    records: tuple[RecordView, ...]
    more: bool
    total: int | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a plan asked of one entity; `link_pages` and `record_pages` stand in the order of the plan's questions."""

    id: str
    cls: str
    caption: str
    envelopes: Mapping[str, Envelope]
    record_pages: tuple[RecordPage, ...]
    link_pages: tuple[LinkPage, ...]

    @property
    def records(self) -> tuple[RecordView, ...]:
        """The records of all questions, each once."""
        found = {record.id: record for page in self.record_pages for record in page.records}
        return tuple(found.values())

    @property
    def links(self) -> tuple[Link, ...]:
        """The links of all questions, each once."""
        found = {(link.relation, link.forward, link.far.id): link for page in self.link_pages for link in page.links}
        return tuple(found.values())
