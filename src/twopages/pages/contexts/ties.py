"""Relations of a subject, by kind: the far ends by their captions, and what the relation itself says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from twopages.dossier import Dossier, Far, Link
from twopages.ontology.model import Model
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.groups import meets
from twopages.pages.contexts.places import Sketch
from twopages.pages.hints import is_document
from twopages.pages.paths import record_path
from twopages.pages.showing import Showing

PathTo = Callable[[Far], str]  # where a far end leads this viewer
Kind = tuple[str, bool]  # a relation, and whether the subject is its from end
_TIES_AT_ONCE = 10
NO_PINS: Final[Mapping[str, int]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Tie:
    """A far end of a relation, by its caption alone; `reveal` names the masks that are over it, `pin` is its number on the map."""

    caption: str
    kind: str
    href: str
    parts: tuple[Fact, ...]
    record: str
    reveal: str
    pin: int


@dataclass(frozen=True, slots=True)
class Kinship:
    """The far ends of one kind of relation; `more` are folded away, and `cut` says that there are others still."""

    id: str
    title: str
    ties: tuple[Tie, ...]
    more: tuple[Tie, ...]
    cut: str


@dataclass(frozen=True, slots=True)
class Band:
    """Kinds of relations that stand together; `look` says what stands beside their list, `sketch` is the map."""

    id: str
    title: str
    kinships: tuple[Kinship, ...]
    look: str
    sketch: Sketch | None = None


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


def kinships(
    showing: Showing, dossier: Dossier, path_to: PathTo, wanted: str = "", pins: Mapping[str, int] = NO_PINS
) -> dict[Kind, Kinship]:
    """The relations of a subject for the page, by kind; only far ends that hold the text that is `wanted`.

    `pins`: the numbers of far ends on the map, by their ids.
    """
    longer = {(link.relation, link.forward) for page in dossier.link_pages if page.more for link in page.links}
    found: dict[Kind, Kinship] = {}
    for kind, links in kinds_of(showing.model, dossier).items():
        title = kinship_title(showing, kind)
        ties = (tie for tie in _ties(showing, dossier, links, path_to, pins) if meets(wanted, title, tie.caption))
        if kept := tuple(ties):
            found[kind] = _kinship(showing, kind, kept, kind in longer)
    return found


def bands(
    showing: Showing, dossier: Dossier, kinds: Mapping[Kind, Kinship], maps: Mapping[str, Sketch]
) -> tuple[Band, ...]:
    """The kinds of relations in the blocks that the ontology makes of them; what is in none comes last, without a title.

    `maps`: those that are drawn, by block.
    """
    blocks = [block for block in showing.model.blocks.values() if block.cls == dossier.cls]
    left, made = dict(kinds), []
    for block in blocks:
        order = {relation: place for place, relation in enumerate(block.relations)}
        inside = sorted((kind for kind in left if kind[0] in order), key=lambda kind: (order[kind[0]], not kind[1]))
        if inside:
            told = tuple(left.pop(kind) for kind in inside)
            made.append(Band(f"block-{block.id}", showing.say.label(block.label), told, block.look, maps.get(block.id)))
    rest = (Band("relations-others", "", tuple(left.values()), "list"),) if left else ()
    return (*made, *rest)


def _kinship(showing: Showing, kind: Kind, ties: tuple[Tie, ...], longer: bool) -> Kinship:
    cut = showing.say.count("kinship.cut", len(ties)) if longer else ""
    return Kinship(kinship_id(kind), kinship_title(showing, kind), ties[:_TIES_AT_ONCE], ties[_TIES_AT_ONCE:], cut)


def masked_ties(kinship: Kinship) -> int:
    """How many ties of a kind have something masked."""
    return sum(bool(tie.reveal) for tie in (*kinship.ties, *kinship.more))


def _ties(
    showing: Showing, dossier: Dossier, links: Iterable[Link], path_to: PathTo, pins: Mapping[str, int]
) -> Iterable[Tie]:
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
            pin=pins.get(link.far.id, 0) if link.forward else 0,
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
