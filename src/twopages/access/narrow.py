"""A plan is narrowed to what a purpose gives before anything is read; and the answer gets back the places that were left out. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from twopages.access.decision import Decision, Element
from twopages.dossier import NOW, Dossier, LinkPage, LinksAsk, Plan, RecordPage, RecordsAsk

_WITHHELD_LINKS = LinkPage((), False, withheld=True)
_WITHHELD_RECORDS = RecordPage((), False, withheld=True)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is left of a plan, and which of its questions for links and records were left."""

    plan: Plan
    links: tuple[bool, ...]
    records: tuple[bool, ...]

    def whole(self, dossier: Dossier) -> Dossier:
        """The answer to what is left, with the places of the questions that were left out."""
        links, records = iter(dossier.link_pages), iter(dossier.record_pages)
        return replace(
            dossier,
            link_pages=tuple(next(links) if kept else _WITHHELD_LINKS for kept in self.links),
            record_pages=tuple(next(records) if kept else _WITHHELD_RECORDS for kept in self.records),
        )


def elements(plan: Plan) -> Iterator[Element]:
    """Everything that a plan asks of its subject."""
    yield from (Element("attribute", name) for name in sorted(plan.attributes))
    for ask in plan.links:
        yield Element("relation", ask.relation)
        yield from (Element("far", name, ask.relation) for name in sorted(ask.far))
    if plan.moment != NOW or any(ask.history for ask in plan.records):
        yield Element("past")


def narrow(decision: Decision, plan: Plan) -> Narrowed:
    """What a purpose gives of what a plan asks; the moment is not narrowed: who may not see the past is refused before."""
    links = tuple(_links(decision, ask) for ask in plan.links)
    records = tuple(_records(decision, ask) for ask in plan.records)
    left = replace(
        plan,
        attributes=decision.attributes(plan.attributes),
        links=tuple(ask for ask in links if ask is not None),
        records=tuple(ask for ask in records if ask is not None),
    )
    return Narrowed(left, tuple(ask is not None for ask in links), tuple(ask is not None for ask in records))


def _links(decision: Decision, ask: LinksAsk) -> LinksAsk | None:
    if decision.on(Element("relation", ask.relation)).code:
        return None
    beyond = (_links(decision, item) for item in ask.beyond)
    given = ask.far & decision.far(ask.relation).attributes
    return replace(ask, far=given, beyond=tuple(item for item in beyond if item is not None))


def _records(decision: Decision, ask: RecordsAsk) -> RecordsAsk | None:
    if ask.history and not decision.role.past:
        return None
    return ask if decision.role.rows else replace(ask, supplying=decision.purpose.attributes)
