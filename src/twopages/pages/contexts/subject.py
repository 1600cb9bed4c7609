"""The page of a subject: what departments disagree about, groups of values, papers, relations and the records behind them."""

from dataclasses import dataclass

from twopages.dossier import NOW, Dossier, Moment, RecordView
from twopages.dossier.owners import Ownership
from twopages.pages.contexts.conflicts import Conflict, conflicts
from twopages.pages.contexts.facts import Fact, fact_of
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.groups import Section, empty_groups, sections
from twopages.pages.contexts.owners import OpenPath, OwnersTree, owners_tree
from twopages.pages.contexts.papers import Shelf, shelves
from twopages.pages.contexts.picture import NARROW, WIDE, Picture, draw
from twopages.pages.contexts.ties import Band, PathTo, bands, kinships, masked_ties
from twopages.pages.hints import headline
from twopages.pages.paths import record_path, subject_path
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class Entry:
    """A record about the subject."""

    dataset: str
    department: str
    observed: str
    href: str


@dataclass(frozen=True, slots=True)
class Ask:
    """How the page is looked at: the text that is looked for in it, whether every group is unfolded, as of which moment."""

    wanted: str = ""
    unfolded: bool = False
    moment: Moment = NOW


@dataclass(frozen=True, slots=True)
class Paths:
    """Where a far end leads this viewer: `to` its page or its place around the subject, `opened` its page or nowhere."""

    to: PathTo
    opened: OpenPath


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
    conflicts: tuple[Conflict, ...]
    sections: tuple[Section, ...]
    absent: tuple[str, ...]
    shelves: tuple[Shelf, ...]
    bands: tuple[Band, ...]
    owners: OwnersTree | None
    pictures: tuple[Picture, ...]
    entries: tuple[Entry, ...]
    hidden: int
    lifted: bool
    wanted: str
    hits: int
    folded: bool
    past: str


def subject_page(  # noqa: PLR0913  # what a page is made of
    frame: Frame,
    showing: Showing,
    dossier: Dossier,
    mine: tuple[Place, ...],
    paths: Paths,
    *,
    owned: Ownership | None = None,
    ask: Ask | None = None,
) -> SubjectPage:
    """The page of a subject as one viewer sees it; one that is searched shows what was found and leaves out all else."""
    ask = ask or Ask()
    groups = sections(showing, dossier, ask.wanted, unfolded=ask.unfolded)
    ties, papers = kinships(showing, dossier, paths.to, ask.wanted), shelves(showing, dossier, ask.wanted)
    found = sum(len(group.rows) for group in groups) + sum(len(shelf.papers) for shelf in papers)
    found += sum(len(tie.ties) + len(tie.more) for tie in ties.values())
    whole = not ask.wanted
    drawn = whole and bool(dossier.links)
    return SubjectPage(
        frame=frame,
        here=subject_path(dossier.cls, dossier.id),
        caption=dossier.caption,
        kind=showing.say.label(showing.model.classes[dossier.cls].label),
        summary=_summary(showing, dossier),
        facts=_facts(showing, dossier),
        mine=mine,
        conflicts=conflicts(showing, dossier) if whole else (),
        sections=groups,
        absent=empty_groups(showing, dossier) if whole else (),
        shelves=papers,
        bands=bands(showing, dossier, ties),
        owners=owners_tree(showing, owned, paths.opened) if owned and whole else None,
        pictures=tuple(draw(showing, dossier, paths.to, form) for form in (WIDE, NARROW)) if drawn else (),
        entries=_entries(showing, dossier) if whole else (),
        hidden=sum(row.hidden for group in groups for row in group.rows) + sum(map(masked_ties, ties.values())),
        lifted=bool(showing.lifted),
        wanted=ask.wanted,
        hits=found,
        folded=not all(group.unfolded for group in groups),
        past=_past(showing, ask.moment),
    )


def _past(showing: Showing, moment: Moment) -> str:
    """As of which days the page is, in words; nothing for now."""
    days = {"recorded": moment.recorded, "valid": moment.valid}
    return " ".join(showing.say(f"past.{name}", day=showing.day(day)) for name, day in days.items() if day)


def _facts(showing: Showing, dossier: Dossier) -> tuple[Fact, ...]:
    wanted = headline(showing.model, showing.model.classes[dossier.cls])
    return tuple(fact_of(showing, dossier.envelopes[item]) for item in wanted if item in dossier.envelopes)


def _summary(showing: Showing, dossier: Dossier) -> str:
    say, present = showing.say, [record.dataset for record in dossier.records if record.present]
    departments = {showing.model.datasets[dataset].department for dataset in present}
    counts = {"records": len(present), "datasets": len(set(present)), "departments": len(departments)}
    return say("subject.summary", **{key: say.count(f"count.{key}", number) for key, number in counts.items()})


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
