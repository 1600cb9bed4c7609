"""Envelopes: the records of an entity are fused, and every value keeps what each of its sources says. Pure."""

from collections.abc import Iterable

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
    judged = [(item, _verdict(attribute, item, fused, adds_up)) for item in fused.order]
    sources = [_source(attribute, item, verdict, *where[item.record]) for item, verdict in judged]
    return Envelope(attribute.id, fused.values, tuple(sources))


def _rank(told: _Told) -> int:
    return told[0].rank


def _source(attribute: Attribute, item: Candidate, verdict: Verdict, record: Opened, header: str) -> Source:
    dataset, delivered = record.table.dataset.id, record.cells[header][0]
    told = (item.record, dataset, item.rank, item.values, delivered, header, item.recency, item.period)
    return Source(*told, verdict, record.present, record.delivery, attribute.id)


def _verdict(attribute: Attribute, item: Candidate, fused: Fused, adds_up: bool) -> Verdict:
    """How a source stands to the value that holds; many values complement each other, so do parts of a sum."""
    winner = fused.order[0]
    if item is winner:
        return "winner"
    part_of_sum = adds_up and (item.rank, item.period) == (winner.rank, winner.period)
    if attribute.many or part_of_sum or item.values[:1] == fused.values:
        return "agreeing"
    return "outdated" if item.recency < winner.recency else "differing"
