"""The page of a subject: what departments disagree about, groups of values, papers, relations and the records behind them."""

from collections.abc import Mapping
from dataclasses import dataclass

from twopages.dossier import NOW, Dossier, Moment, RecordView
from twopages.dossier.owners import Ownership
from twopages.dossier.tagged import TagsOf
from twopages.pages.contexts.acting import Acting
from twopages.pages.contexts.conflicts import Conflict, conflicts
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.groups import Section, empty_groups, sections
from twopages.pages.contexts.head import Head, head_of
from twopages.pages.contexts.owners import OpenPath, OwnersTree, owners_tree
from twopages.pages.contexts.papers import AlonePath, Shelf, nowhere, shelves
from twopages.pages.contexts.picture import NARROW, WIDE, Picture, draw
from twopages.pages.contexts.places import pins, places, sketches
from twopages.pages.contexts.tags import TagBand, hidden_tags, tag_band
from twopages.pages.contexts.ties import Band, Kind, Kinship, PathTo, bands, kinships, masked_ties
from twopages.pages.paths import record_path, subject_path
from twopages.pages.reader import Whereabouts
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
    """Where a far end leads this viewer: `to` its page or its place around the subject, `opened` its page or nowhere, `alone` where
    a paper is looked at by itself, or nowhere.
    """

    to: PathTo
    opened: OpenPath
    alone: AlonePath = nowhere


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a subject: its dossier, the files that it acts for, and where its page shows that, who owns it, where its
    places are, which tags it has, for those whose own file it is, its address, and for who acts for it, by what.
    """

    dossier: Dossier
    mine: tuple[Place, ...] = ()
    owned: Ownership | None = None
    found: Whereabouts | None = None
    tags: TagsOf | None = None
    own: str = ""
    acting: Acting | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """The text that is looked for in the page, and how many things hold it."""

    wanted: str
    hits: int


@dataclass(frozen=True, slots=True)
class Masks:
    """How many values are masked, and whether any mask of the file is lifted."""

    hidden: int
    lifted: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """What stands in the page: tags, groups of values, papers, relations by kind."""

    tags: TagBand
    sections: tuple[Section, ...]
    shelves: tuple[Shelf, ...]
    kinships: Mapping[Kind, Kinship]

    def hits(self) -> int:
        """How many tags, values, papers and far ends there are."""
        values = sum(len(section.rows) for section in self.sections)
        ties = sum(len(kinship.ties) + len(kinship.more) for kinship in self.kinships.values())
        return self.tags.number() + values + ties + sum(len(shelf.papers) for shelf in self.shelves)

    def masked(self) -> int:
        """How many of them are masked."""
        return sum(row.hidden for section in self.sections for row in section.rows) + sum(
            map(masked_ties, self.kinships.values())
        )


@dataclass(frozen=True, slots=True)
class SubjectPage:
    """What the template of a subject's page is told; one that is searched has what was found and nothing else."""

    frame: Frame
    here: str
    head: Head
    conflicts: tuple[Conflict, ...]
    tags: TagBand
    sections: tuple[Section, ...]
    absent: tuple[str, ...]
    shelves: tuple[Shelf, ...]
    bands: tuple[Band, ...]
    owners: OwnersTree | None
    pictures: tuple[Picture, ...]
    entries: tuple[Entry, ...]
    masks: Masks
    search: Search
    folded: bool


def subject_page(frame: Frame, showing: Showing, file: Read, paths: Paths, ask: Ask | None = None) -> SubjectPage:
    """The page of a subject as one viewer sees it."""
    ask, dossier = ask or Ask(), file.dossier
    inside, whole = _inside(showing, file, paths, ask), not ask.wanted
    return SubjectPage(
        frame=frame,
        here=subject_path(dossier.cls, dossier.id),
        head=head_of(showing, dossier, file.mine, ask.moment, file.own, file.acting),
        conflicts=conflicts(showing, dossier) if whole else (),
        tags=inside.tags,
        sections=inside.sections,
        absent=empty_groups(showing, dossier) if whole else (),
        shelves=inside.shelves,
        bands=bands(
            showing, dossier, inside.kinships, sketches(showing, dossier, file.found) if file.found and whole else {}
        ),
        owners=owners_tree(showing, file.owned, paths.opened) if file.owned and whole else None,
        pictures=_pictures(showing, dossier, paths) if whole else (),
        entries=_entries(showing, dossier) if whole else (),
        masks=Masks(inside.masked() + hidden_tags(showing, file.tags), bool(showing.lifted)),
        search=Search(ask.wanted, inside.hits()),
        folded=not all(section.unfolded for section in inside.sections),
    )


def _inside(showing: Showing, file: Read, paths: Paths, ask: Ask) -> Inside:
    dossier = file.dossier
    numbers = pins(places(showing, dossier), file.found) if file.found else {}
    return Inside(
        tag_band(showing, dossier, file.tags, ask.wanted, ask.moment),
        sections(showing, dossier, ask.wanted, unfolded=ask.unfolded),
        shelves(showing, dossier, paths.alone, ask.wanted),
        kinships(showing, dossier, paths.to, ask.wanted, numbers),
    )


def _pictures(showing: Showing, dossier: Dossier, paths: Paths) -> tuple[Picture, ...]:
    return tuple(draw(showing, dossier, paths.to, form) for form in (WIDE, NARROW)) if dossier.links else ()


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
