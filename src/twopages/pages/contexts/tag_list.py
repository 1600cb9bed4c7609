"""All tags of a subject on a page of their own: those that it has and had, and every other that it might have."""

from collections.abc import Iterator
from dataclasses import dataclass

from twopages.dossier import Dossier
from twopages.dossier.tagged import TagsOf, WasHeld
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.tags import Chip, ChipGroup, TagBand, tag_band, titled
from twopages.pages.paths import subject_path, tags_path
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class Spell:
    """A time for which a file had a tag."""

    label: str
    href: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class TagsPage:
    """What the template of the tags of a subject is told; `others` are all that are not shown as its own."""

    frame: Frame
    back: Place
    action: str
    tags: TagBand
    spells: tuple[Spell, ...]
    nothing: str
    others: tuple[ChipGroup, ...]


def tags_page(frame: Frame, showing: Showing, dossier: Dossier, found: TagsOf) -> TagsPage:
    """The tags of a subject; of those that are masked one cannot tell whether it has, had or never had them."""
    here = subject_path(dossier.cls, dossier.id)
    return TagsPage(
        frame=frame,
        back=Place(dossier.caption, f"{here}#tags"),
        action=f"{here}/reveal",
        tags=tag_band(showing, dossier, found),
        spells=tuple(spells(showing, dossier, found)),
        nothing=showing.say("tags.past_masked" if found.past else "tags.past_none"),
        others=_others(showing, dossier, found),
    )


def spells(showing: Showing, dossier: Dossier, found: TagsOf, tag: str = "") -> Iterator[Spell]:
    """The times that are over, newest first; of one tag where one is named."""
    for was in found.past:
        if was.tag in showing.model.tags and (was.tag == tag if tag else not _hidden(showing, was)):
            label = showing.say.label(showing.model.tags[was.tag].label)
            href = tags_path(dossier.cls, dossier.id, was.tag)
            yield Spell(label, href, showing.day(was.since), showing.day(was.until))


def _hidden(showing: Showing, was: WasHeld) -> bool:
    return showing.tag_hidden(showing.model.tags[was.tag])


def _others(showing: Showing, dossier: Dossier, found: TagsOf) -> tuple[ChipGroup, ...]:
    held = {item.tag for item in found.now}
    grouped: dict[str, list[Chip]] = {}
    for tag in showing.model.tags.values():
        if tag.cls == dossier.cls and showing.gives(tag.id) and (tag.id not in held or showing.tag_hidden(tag)):
            chip = Chip(showing.say.label(tag.label), tags_path(dossier.cls, dossier.id, tag.id), "")
            grouped.setdefault(tag.group, []).append(chip)
    return titled(showing, grouped)
