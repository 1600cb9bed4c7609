"""The tree of owners on an enterprise's page, up to the ultimate ones."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from twopages.dossier import Far
from twopages.dossier.owners import Owner, Ownership
from twopages.pages.contexts.facts import Fact
from twopages.pages.showing import Showing

OpenPath = Callable[[Far], str]  # where a far end leads if the viewer may open it, else nothing


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder of the entity below it in the tree; `note` says why the tree ends here where it should go on."""

    caption: str
    kind: str
    href: str
    share: str
    through: str
    note: str
    above: tuple["Holder", ...]


@dataclass(frozen=True, slots=True)
class OwnersTree:
    """The tree, the ultimate owners with what they hold in all, and how deep it goes, in words."""

    holders: tuple[Holder, ...]
    ultimate: tuple[Fact, ...]
    depth: str


def owners_tree(showing: Showing, owned: Ownership, path_to: OpenPath) -> OwnersTree | None:
    """The tree of owners as one viewer sees it; None where nobody is known to hold a share."""
    if not owned.holders:
        return None
    ultimate = tuple(Fact(showing.name(far, False), _percent(showing, share)) for far, share in owned.ultimate)
    return OwnersTree(
        tuple(_holders(showing, owned.holders, path_to)), ultimate, showing.say.count("owners.levels", owned.levels)
    )


def _holders(showing: Showing, owners: Sequence[Owner], path_to: OpenPath, level: int = 1) -> Iterator[Holder]:
    for owner in owners:
        yield Holder(
            caption=showing.name(owner.far, False),
            kind=showing.say.label(showing.model.classes[owner.far.cls].label),
            href=path_to(owner.far),
            share=_percent(showing, owner.share),
            through=_percent(showing, owner.through) if level > 1 else "",
            note=_note(showing, owner),
            above=tuple(_holders(showing, owner.above, path_to, level + 1)),
        )


def _note(showing: Showing, owner: Owner) -> str:
    if owner.again:
        return showing.say("owners.again")
    return showing.say("owners.cut") if owner.cut else ""


def _percent(showing: Showing, share: Decimal | None) -> str:
    """At most two decimals: shares are registered with no more, and a product of many says no more."""
    if share is None:
        return showing.say("owners.unknown")
    return f"{share.quantize(Decimal('0.01')).normalize():f}%"
