"""The public catalogue of tags: what each means, its rule in words, on what it rests, and how many have it, rounded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from twopages.ontology.explain import explain
from twopages.ontology.model import Model, Tag
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.why import Wish, tag_facts, wish
from twopages.pages.paths import CATALOGUE, definition_path
from twopages.pages.showing import Showing
from twopages.tags.sentences import sentence
from twopages.tags.sources import sources_of

Holders = Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag of the catalogue."""

    label: str
    href: str
    explanation: str
    holders: str


@dataclass(frozen=True, slots=True)
class TagShelf:
    """A group of tags."""

    id: str
    title: str
    lines: tuple[TagLine, ...]


@dataclass(frozen=True, slots=True)
class Wing:
    """The tags of a class; `number` says how many there are."""

    title: str
    number: str
    shelves: tuple[TagShelf, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """What the template of the catalogue is told."""

    frame: Frame
    wings: tuple[Wing, ...]


@dataclass(frozen=True, slots=True)
class Supply:
    """An attribute or relation that a rule reads: of which class it is, and which departments supply it, or how it is worked out."""

    label: str
    kind: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DefinitionPage:
    """What the template of a tag in the catalogue is told; `mine` are the viewer's own files, which may have it or not.

    `trial` leads stewards to another rule for it.
    """

    frame: Frame
    back: Place
    kicker: str
    label: str
    meaning: str
    holders: str
    timed: bool
    rule: Wish
    supplies: tuple[Supply, ...]
    facts: tuple[Fact, ...]
    mine: tuple[Place, ...]
    trial: str


def catalogue_page(frame: Frame, showing: Showing, holders: Holders) -> CataloguePage:
    """The catalogue, by class and group."""
    return CataloguePage(frame, tuple(_wings(showing, holders)))


def _wings(showing: Showing, holders: Holders) -> Iterator[Wing]:
    for cls in showing.model.classes.values():
        tags = [tag for tag in showing.model.tags.values() if tag.cls == cls.id]
        if tags:
            number = showing.say.count("tags.number", len(tags))
            yield Wing(showing.say.label(cls.label), number, tuple(_shelves(showing, tags, holders)))


def _shelves(showing: Showing, tags: Sequence[Tag], holders: Holders) -> Iterator[TagShelf]:
    for group in showing.model.tag_groups.values():
        lines = tuple(_line(showing, tag, holders) for tag in tags if tag.group == group.id)
        if lines:
            yield TagShelf(f"group-{group.id}", showing.say.label(group.label), lines)


def _line(showing: Showing, tag: Tag, holders: Holders) -> TagLine:
    say = showing.say
    label, explanation = say.label(tag.label), say.label(tag.explanation)
    return TagLine(label, definition_path(tag.id), explanation, _holders(showing, holders.get(tag.id)))


def _holders(showing: Showing, number: int | None) -> str:
    return showing.say("tag.holders_few") if number is None else showing.say("tag.holders", number=f"{number:,}")


def definition_page(
    frame: Frame, showing: Showing, tag: Tag, holders: int | None, mine: tuple[Place, ...], trial: str
) -> DefinitionPage:
    """One tag of the catalogue."""
    model, say = showing.model, showing.say
    kicker = f"{say.label(model.classes[tag.cls].label)} · {say.label(model.tag_groups[tag.group].label)}"
    return DefinitionPage(
        frame=frame,
        back=Place(say("tags.catalogue"), CATALOGUE),
        kicker=kicker,
        label=say.label(tag.label),
        meaning=say.label(tag.explanation),
        holders=_holders(showing, holders),
        timed=tag.timed,
        rule=wish(showing, sentence(model, tag.condition)),
        supplies=tuple(_supplies(showing, tag)),
        facts=tag_facts(showing, tag),
        mine=mine,
        trial=trial,
    )


def _supplies(showing: Showing, tag: Tag) -> Iterator[Supply]:
    model, say, found = showing.model, showing.say, sources_of(showing.model, tag.condition)
    for attribute in (model.attributes[name] for name in found.attributes):
        derived = explain(model, attribute.id, say.language)
        worked = (say("tag.derived", how=derived),) if derived else ()
        kind = say.label(model.classes[attribute.cls].label)
        yield Supply(say.label(attribute.label), kind, (*_datasets(showing, model, attribute.authorities), *worked))
    for relation in (model.relations[name] for name in found.relations):
        yield Supply(say.label(relation.label), say("tag.relation"), _datasets(showing, model, relation.sources))


def _datasets(showing: Showing, model: Model, datasets: Sequence[str]) -> tuple[str, ...]:
    known = (model.datasets[name] for name in datasets)
    label = showing.say.label
    return tuple(f"{label(model.departments[item.department].label)} · {label(item.label)}" for item in known)
