"""The page of a subject: its groups of values, its papers, its relations and the records behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twopages.dossier import Dossier, Envelope, RecordView, Source
from twopages.pages.contexts.facts import Fact, fact_of
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.papers import Shelf, shelves
from twopages.pages.contexts.picture import NARROW, WIDE, Picture, draw
from twopages.pages.contexts.ties import Kinship, PathTo, kinships, masked_ties
from twopages.pages.hints import headline
from twopages.pages.paths import record_path, subject_path, value_path
from twopages.pages.showing import Showing, ordered


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
    """A group of attributes; `missing` names those that no source has delivered."""

    id: str
    title: str
    rows: tuple[Row, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A record about the subject."""

    dataset: str
    department: str
    observed: str
    href: str


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """What the template of a subject's page is told."""

    frame: Frame
    here: str
    caption: str
    kind: str
    summary: str
    facts: tuple[Fact, ...]
    mine: tuple[Place, ...]
    sections: tuple[Section, ...]
    shelves: tuple[Shelf, ...]
    kinships: tuple[Kinship, ...]
    pictures: tuple[Picture, ...]
    entries: tuple[Entry, ...]
    hidden: int
    lifted: bool


def subject_page(
    frame: Frame, showing: Showing, dossier: Dossier, mine: tuple[Place, ...], path_to: PathTo
) -> SubjectPage:
    """The page of a subject as one viewer sees it."""
    groups, ties = sections(showing, dossier), kinships(showing, dossier, path_to)
    return SubjectPage(
        frame=frame,
        here=subject_path(dossier.cls, dossier.id),
        caption=dossier.caption,
        kind=showing.say.label(showing.model.classes[dossier.cls].label),
        summary=_summary(showing, dossier),
        facts=_facts(showing, dossier),
        mine=mine,
        sections=groups,
        shelves=shelves(showing, dossier),
        kinships=ties,
        pictures=tuple(draw(showing, dossier, path_to, form) for form in (WIDE, NARROW)) if dossier.links else (),
        entries=_entries(showing, dossier),
        hidden=sum(row.hidden for group in groups for row in group.rows) + sum(map(masked_ties, ties)),
        lifted=bool(showing.lifted),
    )


def _facts(showing: Showing, dossier: Dossier) -> tuple[Fact, ...]:
    wanted = headline(showing.model, showing.model.classes[dossier.cls])
    return tuple(fact_of(showing, dossier.envelopes[item]) for item in wanted if item in dossier.envelopes)


def _summary(showing: Showing, dossier: Dossier) -> str:
    say, present = showing.say, [record.dataset for record in dossier.records if record.present]
    departments = {showing.model.datasets[dataset].department for dataset in present}
    counts = {"records": len(present), "datasets": len(set(present)), "departments": len(departments)}
    return say("subject.summary", **{key: say.count(f"count.{key}", number) for key, number in counts.items()})


def sections(showing: Showing, dossier: Dossier) -> tuple[Section, ...]:
    """The groups of the class in the order of its attributes, without those of which nothing is held."""
    grouped: dict[str, list[Envelope]] = {}
    for envelope in ordered(showing.model, dossier.envelopes.values()):
        grouped.setdefault(showing.model.attributes[envelope.attribute].group, []).append(envelope)
    ranked = [showing.model.attributes[item].group for item in showing.model.classes[dossier.cls].attributes]
    present = sorted(grouped, key=ranked.index)
    return tuple(_section(showing, dossier, group, grouped[group]) for group in present)


def _section(showing: Showing, dossier: Dossier, group: str, envelopes: Sequence[Envelope]) -> Section:
    model, say = showing.model, showing.say
    known = (model.attributes[item] for item in model.classes[dossier.cls].attributes)
    missing = tuple(say.label(item.label) for item in known if item.group == group and item.id not in dossier.envelopes)
    rows = tuple(_row(showing, dossier, envelope) for envelope in envelopes)
    return Section(f"group-{group}", say.label(model.groups[group].label), rows, missing)


def _row(showing: Showing, dossier: Dossier, envelope: Envelope) -> Row:
    model, say, winner = showing.model, showing.say, envelope.sources[0]
    attribute, dataset = model.attributes[envelope.attribute], model.datasets[winner.dataset]
    return Row(
        id=attribute.id,
        label=say.label(attribute.label),
        values=showing.texts(attribute.id, envelope.values),
        hidden=showing.hidden(attribute.id),
        department=say.label(model.departments[dataset.department].label),
        dataset=say.label(dataset.label),
        observed=showing.day(winner.observed),
        marks=tuple(_marks(showing, envelope.sources)),
        href=value_path(dossier.cls, dossier.id, attribute.id),
    )


def _marks(showing: Showing, sources: Iterable[Source]) -> Iterable[Mark]:
    said = [source.verdict for source in sources if source.present]
    agreeing, differing, outdated = (said.count(verdict) for verdict in ("agreeing", "differing", "outdated"))
    if agreeing:
        yield Mark("agreeing", showing.say.count("mark.agreeing", agreeing + 1))
    if differing:
        yield Mark("differing", showing.say.count("mark.differing", differing))
    if outdated:
        yield Mark("outdated", showing.say.count("mark.outdated", outdated))


def _entries(showing: Showing, dossier: Dossier) -> tuple[Entry, ...]:
    newest = sorted(dossier.records, key=lambda record: record.observed, reverse=True)
    made = [_entry(showing, dossier, record) for record in newest]
    return tuple(sorted(made, key=lambda entry: (entry.department, entry.dataset)))


def _entry(showing: Showing, dossier: Dossier, record: RecordView) -> Entry:
    dataset = showing.model.datasets[record.dataset]
    return Entry(
        dataset=showing.say.label(dataset.label),
        department=showing.say.label(showing.model.departments[dataset.department].label),
        observed=showing.day(record.observed),
        href=record_path(dossier.cls, dossier.id, record.id),
    )
