"""What lies at the end of a way of relations: captions only, and nothing that turns back to other subjects."""

from collections.abc import Sequence
from dataclasses import dataclass

from twopages.dossier import Dossier, Far, Link
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.picture import NARROW, WIDE, Picture, draw
from twopages.pages.contexts.ties import PathTo, kinship_title, parts_of, reveal_of
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class Bond:
    """How the far end is tied to the station before it on the way."""

    title: str
    parts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """The form that lifts the masks of this page: where it goes, for which masks, and where it leads back to."""

    action: str
    masks: str
    back: str


@dataclass(frozen=True, slots=True)
class AroundPage:
    """What the template of a far end is told."""

    frame: Frame
    trail: tuple[Place, ...]
    caption: str
    kind: str
    bonds: tuple[Bond, ...]
    ask: Ask | None
    pictures: tuple[Picture, ...]


def around_page(
    frame: Frame, showing: Showing, trail: Sequence[Place], bonds: Sequence[Link], far: Dossier, path_to: PathTo
) -> AroundPage:
    """The far end of a way; `bonds` are the links by which the station before it holds it."""
    here = path_to(Far(far.id, far.cls, far.caption))
    return AroundPage(
        frame=frame,
        trail=tuple(trail),
        caption=far.caption,
        kind=showing.say.label(showing.model.classes[far.cls].label),
        bonds=tuple(
            Bond(kinship_title(showing, (link.relation, link.forward)), parts_of(showing, link)) for link in bonds
        ),
        ask=_ask(showing, trail[0].href, bonds, here),
        pictures=tuple(draw(showing, far, path_to, form) for form in (WIDE, NARROW)) if far.links else (),
    )


def _ask(showing: Showing, subject: str, bonds: Sequence[Link], here: str) -> Ask | None:
    masks = dict.fromkeys(mask for bond in bonds for mask in reveal_of(showing, bond).split())
    return Ask(f"{subject}/reveal", " ".join(masks), here.removeprefix(subject)) if masks else None
