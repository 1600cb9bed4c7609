"""Relations of a subject, by kind: the far ends by their captions, and what the relation itself says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from twopages.dossier import Dossier, Far, Link
from twopages.ontology.model import Model
from twopages.pages.contexts.facts import Fact
from twopages.pages.hints import is_document
from twopages.pages.paths import record_path
from twopages.pages.showing import Showing

PathTo = Callable[[Far], str]  # where a far end leads this viewer
Kind = tuple[str, bool]  # a relation, and whether the subject is its from end
_TIES_AT_ONCE = 10


@dataclass(frozen=True, slots=True)
class Tie:
    """A far end of a relation, by its caption alone; `reveal` names the masks that are over it."""

    caption: str
    kind: str
    href: str
    parts: tuple[Fact, ...]
    record: str
    reveal: str


@dataclass(frozen=True, slots=True)
class Kinship:
    """The far ends of one kind of relation; `more` are folded away, and `cut` says that there are others still."""

    id: str
    title: str
    ties: tuple[Tie, ...]
    more: tuple[Tie, ...]
    cut: str


def kinds_of(model: Model, dossier: Dossier) -> dict[Kind, tuple[Link, ...]]:
    """The links by kind in the Model's order, but for papers, which have their own place."""
    places = {relation: number for number, relation in enumerate(model.relations)}
    links = sorted(dossier.links, key=lambda link: (places[link.relation], not link.forward, link.far.caption))
    kinds: dict[Kind, tuple[Link, ...]] = {}
    for link in links:
        if not is_document(model, model.relations[link.relation], link.forward):
            kind = (link.relation, link.forward)
            kinds[kind] = (*kinds.get(kind, ()), link)
    return kinds


def kinship_id(kind: Kind) -> str:
    """The anchor of a kind of relation on the page."""
    return f"relation-{kind[0]}-{'to' if kind[1] else 'from'}"


def kinship_title(showing: Showing, kind: Kind) -> str:
    """What a kind of relation is called from the subject's end."""
    relation = showing.model.relations[kind[0]]
    text = showing.say.label(relation.label if kind[1] else relation.inverse)
    return text[:1].upper() + text[1:]


def kinships(showing: Showing, dossier: Dossier, path_to: PathTo) -> tuple[Kinship, ...]:
    """The relations of a subject for the page."""
    kinds = kinds_of(showing.model, dossier)
    longer = {(link.relation, link.forward) for page in dossier.link_pages if page.more for link in page.links}
    return tuple(
        _kinship(showing, kind, tuple(_ties(showing, dossier, links, path_to)), kind in longer)
        for kind, links in kinds.items()
    )


def _kinship(showing: Showing, kind: Kind, ties: tuple[Tie, ...], longer: bool) -> Kinship:
    cut = showing.say.count("kinship.cut", len(ties)) if longer else ""
    return Kinship(kinship_id(kind), kinship_title(showing, kind), ties[:_TIES_AT_ONCE], ties[_TIES_AT_ONCE:], cut)


def masked_ties(kinship: Kinship) -> int:
    """How many ties of a kind have something masked."""
    return sum(bool(tie.reveal) for tie in (*kinship.ties, *kinship.more))


def _ties(showing: Showing, dossier: Dossier, links: Iterable[Link], path_to: PathTo) -> Iterable[Tie]:
    known = {record.id for record in dossier.records}
    for link in links:
        record = next((record for record in link.records if record in known), "")
        yield Tie(
            caption=showing.end(link),
            kind=showing.say.label(showing.model.classes[link.far.cls].label),
            href=path_to(link.far),
            parts=parts_of(showing, link),
            record=record_path(dossier.cls, dossier.id, record) if record else "",
            reveal=reveal_of(showing, link),
        )


def reveal_of(showing: Showing, link: Link) -> str:
    """The masks that are over a tie now: of the far end's name, and of what the relation says."""
    relation = showing.model.relations[link.relation]
    name = [showing.model.classes[link.far.cls].caption] if link.far.caption and showing.end_hidden(link) else []
    return " ".join([*name, *([relation.id] if link.parts and showing.parts_hidden(relation) else [])])


def parts_of(showing: Showing, link: Link) -> tuple[Fact, ...]:
    """What a relation itself says, in words."""
    relation = showing.model.relations[link.relation]
    held = (part for part in relation.parts.values() if part.id in link.parts)
    return tuple(
        Fact(showing.say.label(part.label), showing.told(relation, part, link.parts[part.id])) for part in held
    )
