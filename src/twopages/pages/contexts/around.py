"""What lies at the end of a way of relations: captions only, and nothing that turns back to other subjects."""

from collections.abc import Sequence
from dataclasses import dataclass

from twopages.dossier import Dossier, Link
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.picture import NARROW, WIDE, Picture, draw
from twopages.pages.contexts.ties import PathTo, kinship_title, parts_of
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class Bond:
    """How the far end is tied to the station before it on the way."""

    title: str
    parts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AroundPage:
    """What the template of a far end is told."""

    frame: Frame
    trail: tuple[Place, ...]
    caption: str
    kind: str
    bonds: tuple[Bond, ...]
    pictures: tuple[Picture, ...]


def around_page(
    frame: Frame, showing: Showing, trail: Sequence[Place], bonds: Sequence[Link], far: Dossier, path_to: PathTo
) -> AroundPage:
    """The far end of a way; `bonds` are the links by which the station before it holds it."""
    return AroundPage(
        frame=frame,
        trail=tuple(trail),
        caption=far.caption,
        kind=showing.say.label(showing.model.classes[far.cls].label),
        bonds=tuple(
            Bond(kinship_title(showing, (link.relation, link.forward)), parts_of(showing, link)) for link in bonds
        ),
        pictures=tuple(draw(showing, far, path_to, form) for form in (WIDE, NARROW)) if far.links else (),
    )
