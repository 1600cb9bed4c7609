"""Envelopes: the records of an entity are fused, and every value keeps what each of its sources says. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from twopages.dossier.opening import Opened
from twopages.dossier.types import Envelope, Source, Verdict
from twopages.feed.fuse import Candidate, Fused, fuse
from twopages.ontology.model import Attribute, Model

_Told = tuple[Candidate, Opened, str]  # what a record says: the candidate, the record, the header it stands under


def make_envelopes(model: Model, attributes: frozenset[str], records: Iterable[Opened]) -> dict[str, Envelope]:
    """The envelopes of the attributes that any record supplies."""
    found: dict[str, list[_Told]] = {}
    for record in records:
        for attribute, values, header, rank in record.values(attributes):
            candidate = Candidate(rank, record.period, record.recency, record.slot, record.id, values)
            found.setdefault(attribute, []).append((candidate, record, header))
    return {name: _envelope(model.attributes[name], told) for name, told in found.items()}


def _envelope(attribute: Attribute, told: list[_Told]) -> Envelope:
    if len(told) == 1:
        candidate, record, header = told[0]
        fused = fuse(attribute, [candidate], adds_up=attribute.id in record.table.adds_up)
        return Envelope(attribute.id, fused.values, (_source(attribute, candidate, "winner", record, header),))
    best = min(told, key=_rank)
    adds_up = attribute.id in best[1].table.adds_up
    fused = fuse(attribute, [candidate for candidate, _, _ in told], adds_up=adds_up)
    where = {candidate.record: (record, header) for candidate, record, header in told}
    judge = _Judge(attribute, fused, adds_up, *where[fused.order[0].record])
    sources = [_source(attribute, item, judge.verdict(item), *where[item.record], judge) for item in fused.order]
    return Envelope(attribute.id, fused.values, tuple(sources))


def _rank(told: _Told) -> int:
    return told[0].rank


@dataclass(frozen=True, slots=True)
class _Judge:
    """Tells how sources stand to the one that won: `record`, by its cell under `header`."""

    attribute: Attribute
    fused: Fused
    adds_up: bool
    record: Opened
    header: str

    def verdict(self, item: Candidate) -> Verdict:
        """The verdict on a source; many values complement each other, so do parts of a sum."""
        winner = self.fused.order[0]
        if item is winner:
            return "winner"
        part_of_sum = self.adds_up and (item.rank, item.period) == (winner.rank, winner.period)
        if self.attribute.many or part_of_sum or item.values[:1] == winner.values[:1]:
            return "agrees"
        return "outdated" if _older(item, winner) or self._said_before(item) else "contradicts"

    def as_written(self, record: Opened, header: str) -> bool:
        """Whether a cell is written as in the record that won; of several values and of sums nobody asks."""
        apart = self.attribute.many or self.adds_up
        return apart or record.cells[header][0].strip() == self.record.cells[self.header][0].strip()

    def _said_before(self, item: Candidate) -> bool:
        """Whether a source repeats what an earlier version of the record that won said."""
        return any(values[:1] == item.values[:1] for values in self.record.said_before(self.header))


def _older(item: Candidate, winner: Candidate) -> bool:
    """Whether a source speaks of an earlier period, or else of an earlier day, than the one that won."""
    if item.period and winner.period and item.period != winner.period:
        return item.period < winner.period
    return item.recency < winner.recency


def _source(
    attribute: Attribute, item: Candidate, verdict: Verdict, record: Opened, header: str, judge: _Judge | None = None
) -> Source:
    dataset, delivered = record.table.dataset.id, record.cells[header][0]
    told = (item.record, dataset, item.rank, item.values, delivered, header, item.recency, item.period)
    written = judge is None or judge.as_written(record, header)
    return Source(*told, verdict, record.present, record.delivery, attribute.id, "", *record.span(), written, record.by)
