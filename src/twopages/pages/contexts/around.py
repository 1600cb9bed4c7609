"""What lies at the end of a way of relations: captions only, and nothing that turns back to other subjects."""

from dataclasses import dataclass

from twopages.dossier import Dossier, Far, Link
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.picture import NARROW, WIDE, Picture, draw
from twopages.pages.contexts.ties import PathTo, kinship_title, parts_of, reveal_of
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class Walk:
    """A way that was walked: the stations before its end, the links by which the last one holds the end, and the end itself.

    `veiled`: a sensitive relation was passed, so that the names of things behind it are masked, as where somebody lives.
    """

    trail: tuple[Place, ...]
    bonds: tuple[Link, ...]
    far: Dossier
    veiled: bool = False


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


def around_page(frame: Frame, showing: Showing, walked: Walk, path_to: PathTo) -> AroundPage:
    """The end of a way that was walked."""
    far, say = walked.far, showing.say
    kinds = (((bond.relation, bond.forward), bond) for bond in walked.bonds)
    return AroundPage(
        frame=frame,
        trail=walked.trail,
        caption=far.caption,
        kind=say.label(showing.model.classes[far.cls].label),
        bonds=tuple(Bond(kinship_title(showing, kind), parts_of(showing, bond)) for kind, bond in kinds),
        ask=_ask(showing, walked, path_to(Far(far.id, far.cls, far.caption))),
        pictures=tuple(draw(showing, far, path_to, form) for form in (WIDE, NARROW)),
    )


def _ask(showing: Showing, walked: Walk, here: str) -> Ask | None:
    subject, caption = walked.trail[0].href, showing.model.classes[walked.far.cls].caption
    masks = {caption} if walked.veiled and showing.hidden(caption) else set()
    masks |= {mask for bond in walked.bonds for mask in reveal_of(showing, bond).split()}
    return Ask(f"{subject}/reveal", " ".join(sorted(masks)), here.removeprefix(subject)) if masks else None
