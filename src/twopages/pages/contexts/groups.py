"""The groups of values on a subject's page: what is held, a line that sums each group up, and what is held nowhere."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from twopages.dossier import Dossier, Envelope, Source
from twopages.pages.paths import value_path
from twopages.pages.showing import Showing, ordered

OPEN_AT_ONCE: Final = 24  # a page with more values folds its groups, and shows a line of each
_BRIEF_TEXTS: Final = 2
_BRIEF_LENGTH: Final = 22  # characters; longer values do not sum anything up


@dataclass(frozen=True, slots=True)
class Mark:
    """What the other sources of a value say, in a few words."""

    verdict: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One attribute on the page: its values as they may be read, the source, and the way to the lineage."""

    id: str
    label: str
    values: tuple[str, ...]
    hidden: bool
    department: str
    dataset: str
    observed: str
    marks: tuple[Mark, ...]
    href: str


@dataclass(frozen=True, slots=True)
class Section:
    """A group of attributes; `brief` sums it up while it is folded, `missing` names those that no source has delivered."""

    id: str
    title: str
    brief: str
    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    unfolded: bool


def sections(showing: Showing, dossier: Dossier, wanted: str = "", *, unfolded: bool = False) -> tuple[Section, ...]:
    """The groups of which anything is held, in the order of the class; only rows that hold the text that is `wanted`."""
    grouped = {group: _rows(showing, dossier, items, wanted) for group, items in _grouped(showing, dossier).items()}
    unfolded = unfolded or bool(wanted) or sum(map(len, grouped.values())) <= OPEN_AT_ONCE
    shown = (group for group in groups_of(showing, dossier) if grouped.get(group))
    return tuple(
        _section(showing, dossier, group, grouped[group], unfolded=unfolded or not number)
        for number, group in enumerate(shown)
    )


def empty_groups(showing: Showing, dossier: Dossier) -> tuple[str, ...]:
    """The titles of the groups of which nothing is held."""
    held = _grouped(showing, dossier)
    groups = (group for group in groups_of(showing, dossier) if group not in held)
    return tuple(showing.say.label(showing.model.groups[group].label) for group in groups)


def groups_of(showing: Showing, dossier: Dossier) -> tuple[str, ...]:
    """The groups of the subject's class of which anything is given, in the order of its attributes."""
    attributes = filter(showing.gives, showing.model.classes[dossier.cls].attributes)
    return tuple(dict.fromkeys(showing.model.attributes[item].group for item in attributes))


def _grouped(showing: Showing, dossier: Dossier) -> dict[str, list[Envelope]]:
    grouped: dict[str, list[Envelope]] = {}
    for envelope in ordered(showing.model, dossier.envelopes.values()):
        if not envelope.sources:  # it says that nothing is on record
            continue
        grouped.setdefault(showing.model.attributes[envelope.attribute].group, []).append(envelope)
    return grouped


def _rows(showing: Showing, dossier: Dossier, envelopes: Iterable[Envelope], wanted: str) -> tuple[Row, ...]:
    rows = (_row(showing, dossier, envelope) for envelope in envelopes)
    return tuple(row for row in rows if meets(wanted, row.label, *row.values, row.department, row.dataset))


def meets(wanted: str, *texts: str) -> bool:
    """Whether any text holds the one that is wanted, large or small letters alike; nothing wanted is met by all."""
    return any(wanted.casefold() in text.casefold() for text in texts)


def _section(showing: Showing, dossier: Dossier, group: str, rows: tuple[Row, ...], *, unfolded: bool) -> Section:
    model, say = showing.model, showing.say
    known = (model.attributes[item] for item in model.classes[dossier.cls].attributes if showing.gives(item))
    supplied = (item for item in known if item.group == group and item.authorities)
    missing = tuple(say.label(item.label) for item in supplied if item.id not in dossier.envelopes)
    return Section(
        f"group-{group}", say.label(model.groups[group].label), _brief(showing, rows), rows, missing, unfolded
    )


def _brief(showing: Showing, rows: Sequence[Row]) -> str:
    """How many values there are, and the first that are short and not masked."""
    told = ((row.label, showing.say("list.join").join(row.values)) for row in rows if not row.hidden)
    short = [f"{label} {text}" for label, text in told if text and len(text) <= _BRIEF_LENGTH][:_BRIEF_TEXTS]
    return " · ".join([showing.say.count("group.values", len(rows)), *short])


def _row(showing: Showing, dossier: Dossier, envelope: Envelope) -> Row:
    model, say, winner = showing.model, showing.say, envelope.sources[0]
    attribute, dataset = model.attributes[envelope.attribute], model.datasets[winner.dataset]
    return Row(
        id=attribute.id,
        label=say.label(attribute.label),
        values=showing.told_by(envelope),
        hidden=showing.hides(envelope),
        department=say("row.derived") if envelope.derived else say.label(model.departments[dataset.department].label),
        dataset=say.label(dataset.label),
        observed=showing.day(winner.observed),
        marks=tuple(_marks(showing, envelope.sources)),
        href=value_path(dossier.cls, dossier.id, attribute.id),
    )


def _marks(showing: Showing, sources: Iterable[Source]) -> Iterator[Mark]:
    said = [source.verdict for source in sources if source.present]
    agreeing, contradicting, outdated = (said.count(verdict) for verdict in ("agrees", "contradicts", "outdated"))
    if agreeing:
        yield Mark("agrees", showing.say.count("mark.agrees", agreeing + 1))
    if contradicting:
        yield Mark("contradicts", showing.say.count("mark.contradicts", contradicting))
    if outdated:
        yield Mark("outdated", showing.say.count("mark.outdated", outdated))
