"""Envelopes: the records of an entity are fused, and every value keeps what each of its sources says. Pure."""

from collections.abc import Iterable

from twopages.dossier.opening import Opened
from twopages.dossier.types import Envelope, Source, Verdict
from twopages.feed.fuse import Candidate, Fused, fuse
from twopages.ontology.model import Attribute, Model

_Told = dict[str, tuple[Opened, str]]  # by record: the record, and the header that supplies the attribute


def make_envelopes(model: Model, attributes: frozenset[str], records: Iterable[Opened]) -> dict[str, Envelope]:
    """The envelopes of the attributes that any record supplies."""
    candidates: dict[str, list[Candidate]] = {}
    told: dict[str, _Told] = {}
    for record in records:
        for attribute, values, header, rank in record.values(attributes):
            candidate = Candidate(rank, record.period, record.recency, record.slot, record.id, values)
            candidates.setdefault(attribute, []).append(candidate)
            told.setdefault(attribute, {})[record.id] = record, header
    return {name: _envelope(model.attributes[name], found, told[name]) for name, found in candidates.items()}


def _envelope(attribute: Attribute, candidates: list[Candidate], told: _Told) -> Envelope:
    best = min(candidates, key=lambda item: item.rank)
    adds_up = attribute.id in told[best.record][0].table.adds_up
    fused = fuse(attribute, candidates, adds_up=adds_up)
    sources = tuple(_source(attribute, item, fused, adds_up, *told[item.record]) for item in fused.order)
    return Envelope(attribute.id, fused.values, sources)


def _source(attribute: Attribute, item: Candidate, fused: Fused, adds_up: bool, record: Opened, header: str) -> Source:
    verdict = _verdict(attribute, item, fused, adds_up)
    dataset, delivered = record.table.dataset.id, record.cells[header][0]
    told = (item.record, dataset, item.rank, item.values, delivered, header, item.recency, item.period)
    return Source(*told, verdict, record.present, record.delivery)


def _verdict(attribute: Attribute, item: Candidate, fused: Fused, adds_up: bool) -> Verdict:
    """How a source stands to the value that holds; many values complement each other, so do parts of a sum."""
    winner = fused.order[0]
    if item is winner:
        return "winner"
    part_of_sum = adds_up and (item.rank, item.period) == (winner.rank, winner.period)
    if attribute.many or part_of_sum or item.values[:1] == fused.values:
        return "agreeing"
    return "outdated" if item.recency < winner.recency else "differing"
