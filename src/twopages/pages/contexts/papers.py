"""Papers about a subject: licences as cards, other documents as lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from twopages.dossier import Dossier, Link
from twopages.ontology.model import EntityClass
from twopages.pages.contexts.facts import Fact, fact_of
from twopages.pages.contexts.groups import meets
from twopages.pages.hints import Look, facts_of, is_document, look_of, state_of
from twopages.pages.showing import Showing

_FACTS_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """A licence or another document about the subject; `rest` is folded away."""

    caption: str
    state: str
    facts: tuple[Fact, ...]
    rest: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of one class."""

    id: str
    title: str
    look: Look
    papers: tuple[Paper, ...]


def shelves(showing: Showing, dossier: Dossier, wanted: str = "") -> tuple[Shelf, ...]:
    """The papers about a subject, by class: what is shown as cards before what is only listed; only those that hold a text."""
    papers: dict[str, dict[str, Link]] = {}
    for link in dossier.links:
        if is_document(showing.model, showing.model.relations[link.relation], link.forward):
            papers.setdefault(link.far.cls, {})[link.far.id] = link
    made = (_shelf(showing, showing.model.classes[cls], tuple(links.values())) for cls, links in papers.items())
    kept = (_found(shelf, wanted) for shelf in made)
    return tuple(sorted((shelf for shelf in kept if shelf.papers), key=lambda shelf: shelf.look))


def _found(shelf: Shelf, wanted: str) -> Shelf:
    papers = (paper for paper in shelf.papers if meets(wanted, shelf.title, *_texts(paper)))
    return replace(shelf, papers=tuple(papers))


def _texts(paper: Paper) -> tuple[str, ...]:
    facts = (*paper.facts, *paper.rest)
    return (paper.caption, paper.state, *(fact.text for fact in facts), *(fact.label for fact in facts))


def _shelf(showing: Showing, cls: EntityClass, links: Sequence[Link]) -> Shelf:
    papers = tuple(_paper(showing, cls, link) for link in links)
    return Shelf(f"class-{cls.id}", showing.say.label(cls.label), look_of(cls), papers)


def _paper(showing: Showing, cls: EntityClass, link: Link) -> Paper:
    state, envelopes = state_of(showing.model, cls), link.envelopes or {}
    held = [envelopes[item.id] for item in facts_of(showing.model, cls) if item.id in envelopes]
    told = tuple(fact for fact in (fact_of(showing, envelope) for envelope in held) if fact.text != link.far.caption)
    words = fact_of(showing, envelopes[state]).text if state is not None and state in envelopes else ""
    return Paper(link.far.caption, words, told[:_FACTS_AT_ONCE], told[_FACTS_AT_ONCE:])
