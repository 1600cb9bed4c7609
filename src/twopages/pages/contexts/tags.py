"""Tags of a subject as quiet chips in groups: those that rules give, and apart from them those that departments deliver."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from twopages.dossier import NOW, Dossier, Envelope, Moment, Source
from twopages.dossier.tagged import Held, TagsOf
from twopages.ontology.model import Tag
from twopages.pages.contexts.groups import meets
from twopages.pages.paths import asked_of, tags_path, value_path
from twopages.pages.showing import TAGS, Showing, ordered

_TOLD: Final = frozenset({"boolean", "code"})  # kinds of values that are tags; names and addresses are not


@dataclass(frozen=True, slots=True)
class Chip:
    """A tag; `note` says from when it holds."""

    label: str
    href: str
    note: str


@dataclass(frozen=True, slots=True)
class ChipGroup:
    """Tags that belong together, or that one department delivered."""

    title: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class TagBand:
    """The tags of a file; `masked` says how many are masked and `reveal` names their masks, `all` leads to the page of tags."""

    groups: tuple[ChipGroup, ...]
    delivered: tuple[ChipGroup, ...]
    masked: str
    reveal: str
    all: str

    def number(self) -> int:
        """How many tags are shown."""
        return sum(len(group.chips) for group in (*self.groups, *self.delivered))


def tag_band(
    showing: Showing, dossier: Dossier, found: TagsOf | None, wanted: str = "", moment: Moment = NOW
) -> TagBand:
    """The tags of a file as of a moment; only those that hold the text that is `wanted`."""
    delivered = list(_delivered(showing, dossier))
    hidden = [envelope.attribute for envelope, _ in delivered if showing.hidden(envelope.attribute)]
    rules = hidden_tags(showing, found)
    return TagBand(
        groups=_found(chip_groups(showing, dossier, found, moment), wanted),
        delivered=_found(_departments(showing, dossier, delivered), wanted),
        masked="" if wanted else _masked(showing, rules + len(dict.fromkeys(hidden))),
        reveal=" ".join(dict.fromkeys([*([TAGS] if rules else []), *hidden])),
        all=tags_path(dossier.cls, dossier.id),
    )


def hidden_tags(showing: Showing, found: TagsOf | None) -> int:
    """How many tags of a file are masked now."""
    return sum(showing.tag_hidden(tag) for tag, _ in _known(showing, found))


def chip_groups(
    showing: Showing, dossier: Dossier, found: TagsOf | None, moment: Moment = NOW
) -> tuple[ChipGroup, ...]:
    """The tags that rules give, by group; without those that are masked."""
    grouped: dict[str, list[Chip]] = {}
    for tag, held in _known(showing, found):
        if not showing.tag_hidden(tag):
            href = tags_path(dossier.cls, dossier.id, tag.id) + asked_of(moment)
            note = showing.say("tags.since", day=showing.day(held.since))
            grouped.setdefault(tag.group, []).append(Chip(showing.say.label(tag.label), href, note))
    return titled(showing, grouped)


def titled(showing: Showing, grouped: Mapping[str, list[Chip]]) -> tuple[ChipGroup, ...]:
    """Chips under the names of their groups, in the order of the ontology."""
    groups = (group for group in showing.model.tag_groups.values() if grouped.get(group.id))
    return tuple(ChipGroup(showing.say.label(group.label), tuple(grouped[group.id])) for group in groups)


def _known(showing: Showing, found: TagsOf | None) -> list[tuple[Tag, Held]]:
    """The tags of a file that the ontology knows, in its order."""
    held = {item.tag: item for item in found.now} if found else {}
    return [(tag, held[tag.id]) for tag in showing.model.tags.values() if tag.id in held]


def _found(groups: Iterable[ChipGroup], wanted: str) -> tuple[ChipGroup, ...]:
    kept = (
        ChipGroup(group.title, tuple(chip for chip in group.chips if meets(wanted, chip.label, group.title)))
        for group in groups
    )
    return tuple(group for group in kept if group.chips)


def _masked(showing: Showing, number: int) -> str:
    return showing.say.count("tags.masked", number) if number else ""


def _delivered(showing: Showing, dossier: Dossier) -> Iterator[tuple[Envelope, Source]]:
    """What departments say of a file in libraries of tags; a yes or no is a tag where it is yes."""
    for envelope in ordered(showing.model, dossier.envelopes.values()):
        if showing.model.attributes[envelope.attribute].kind in _TOLD and not envelope.derived:
            yield from ((envelope, source) for source in envelope.sources if _is_tag(showing, source))


def _is_tag(showing: Showing, source: Source) -> bool:
    library = showing.model.libraries[showing.model.datasets[source.dataset].library]
    return library.tags and source.present and any(value is not False for value in source.values)


def _departments(
    showing: Showing, dossier: Dossier, delivered: Iterable[tuple[Envelope, Source]]
) -> tuple[ChipGroup, ...]:
    """The delivered tags under their sources; without those that are masked."""
    grouped: dict[str, list[Chip]] = {}
    for envelope, source in delivered:
        if not showing.hidden(envelope.attribute):
            grouped.setdefault(source.dataset, []).append(_delivered_chip(showing, dossier, envelope, source))
    return tuple(ChipGroup(_source(showing, dataset), tuple(chips)) for dataset, chips in grouped.items())


def _delivered_chip(showing: Showing, dossier: Dossier, envelope: Envelope, source: Source) -> Chip:
    say, attribute = showing.say, showing.model.attributes[envelope.attribute]
    value = say("list.join").join(showing.texts(attribute.id, source.values))
    label = say("tags.value", label=say.label(attribute.label), value=value)
    return Chip(label, value_path(dossier.cls, dossier.id, attribute.id), showing.day(source.observed))


def _source(showing: Showing, dataset: str) -> str:
    known = showing.model.datasets[dataset]
    department = showing.model.departments[known.department]
    return f"{showing.say.label(department.label)} · {showing.say.label(known.label)}"
