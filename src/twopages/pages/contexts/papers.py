"""Papers about a subject: licences as cards, other documents as lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from twopages.dossier import Dossier, Envelope, Far, Link
from twopages.ontology.model import EntityClass, LicenceType
from twopages.pages.contexts.facts import Fact, fact_of
from twopages.pages.contexts.frame import Place
from twopages.pages.contexts.groups import meets
from twopages.pages.hints import Look, facts_of, is_document, look_of, state_of
from twopages.pages.showing import Showing, ordered

_FACTS_AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """A licence or another document about the subject; `rest` is folded away, `moved` are papers whose state moves with its own.

    `alone`: where it is looked at by itself.
    """

    caption: str
    state: str
    facts: tuple[Fact, ...]
    rest: tuple[Fact, ...]
    moved: tuple[Fact, ...] = ()
    face: str = ""
    alone: Place | None = None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The papers of one class."""

    id: str
    title: str
    look: Look
    papers: tuple[Paper, ...]


AlonePath = Callable[[Far], Place | None]  # where a paper is looked at by itself


def nowhere(far: Far) -> None:
    """Papers of files that are not the viewer's are not looked at by themselves."""


def shelves(showing: Showing, dossier: Dossier, alone: AlonePath = nowhere, wanted: str = "") -> tuple[Shelf, ...]:
    """The papers about a subject, by class: what is shown as cards before what is only listed; only those that hold a text."""
    papers: dict[str, dict[str, Link]] = {}
    for link in dossier.links:
        if is_document(showing.model, showing.model.relations[link.relation], link.forward):
            papers.setdefault(link.far.cls, {})[link.far.id] = link
    made = (_shelf(showing, showing.model.classes[cls], tuple(links.values()), alone) for cls, links in papers.items())
    kept = (_found(shelf, wanted) for shelf in made)
    return tuple(sorted((shelf for shelf in kept if shelf.papers), key=lambda shelf: shelf.look))


def _found(shelf: Shelf, wanted: str) -> Shelf:
    papers = (paper for paper in shelf.papers if meets(wanted, shelf.title, *_texts(paper)))
    return replace(shelf, papers=tuple(papers))


def _texts(paper: Paper) -> tuple[str, ...]:
    facts = (*paper.facts, *paper.rest, *paper.moved)
    return (paper.caption, paper.state, *(fact.text for fact in facts), *(fact.label for fact in facts))


def _shelf(showing: Showing, cls: EntityClass, links: Sequence[Link], alone: AlonePath) -> Shelf:
    papers = tuple(replace(_paper(showing, cls, link), alone=alone(link.far)) for link in links)
    return Shelf(f"class-{cls.id}", showing.say.label(cls.label), look_of(cls), papers)


def _paper(showing: Showing, cls: EntityClass, link: Link) -> Paper:
    state, envelopes = state_of(showing.model, cls), link.envelopes or {}
    held = [envelopes[item.id] for item in facts_of(showing.model, cls) if item.id in envelopes]
    kind = _licence_type(showing, envelopes)
    printed = kind.prints if kind else ()
    held.sort(key=lambda envelope: printed.index(envelope.attribute) if envelope.attribute in printed else len(printed))
    told = tuple(fact for fact in (fact_of(showing, envelope) for envelope in held) if fact.text != link.far.caption)
    rule = (Fact(showing.say("paper.validity"), showing.say.label(kind.validity)),) if kind else ()
    words = fact_of(showing, envelopes[state]).text if state is not None and state in envelopes else ""
    return Paper(
        caption=link.far.caption,
        state=words,
        facts=told[:_FACTS_AT_ONCE],
        rest=(*told[_FACTS_AT_ONCE:], *rule),
        moved=tuple(_moved(showing, link)),
        face=kind.face if kind else "",
    )


def _licence_type(showing: Showing, envelopes: Mapping[str, Envelope]) -> LicenceType | None:
    """The type of licence that a code of the paper means; its face shows what that type prints, in its order."""
    coded = (envelope for name, envelope in envelopes.items() if showing.model.attributes[name].codes)
    values = (str(value) for envelope in coded for value in envelope.values)
    return next((showing.model.licence_types[value] for value in values if value in showing.model.licence_types), None)


def _moved(showing: Showing, paper: Link) -> Iterator[Fact]:
    """The papers with which a paper's state moves, each with its own state and what that came to."""
    for link in (link for page in paper.pages for link in page.links):
        relation, envelopes = showing.model.relations[link.relation], link.envelopes or {}
        label = showing.say.label(relation.label if link.forward else relation.inverse)
        states = dict.fromkeys(
            fact_of(showing, envelope).text for envelope in ordered(showing.model, envelopes.values())
        )
        yield Fact(label, showing.say("paper.moved", name=link.far.caption, states=" → ".join(states)))
