"""What the pages ask of the store, as a protocol: page tests answer it from fixtures, the program from the graph."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass, field
from typing import Protocol

from twopages.access import Open, Representation, Viewer
from twopages.access.agencies import Agencies
from twopages.access.grants import Grants
from twopages.access.looked.looks import LooksAsk, LooksPage
from twopages.access.looked.questions import OpenQuestion
from twopages.access.looked.seen import Asked
from twopages.dossier import NOW, Changes, Dossier, Far, Moment, Near
from twopages.dossier.owners import Ownership
from twopages.dossier.tagged import Explanation, TagsOf
from twopages.ontology.model import Tag
from twopages.pages.desk import Desk
from twopages.tags.trials import Trial
from twopages.values import Point


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A delivery as the steward sees it: what came, and what became of its rows."""

    id: str
    dataset: str
    file: str
    sha256: str
    as_of: str
    recorded: str
    mode: str
    state: str
    rows: int
    unchanged: int
    accepted: int
    waiting: int
    quarantined: int
    retired: int
    relations_waiting: int
    cells_failed: int


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that was put aside: where, why, and the failing value masked by its grade."""

    row: int
    column: str
    code: str
    shown: str


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where things are, by their id (longitude and latitude), and what lies around them."""

    points: Mapping[str, Point] = field(default_factory=dict)
    around: Sequence[Near] = ()


class Reader(Protocol):
    """The questions of the pages. Of a file that is open it reads what its purpose gives; whoever asks veils that."""

    @property
    def desk(self) -> Desk:
        """The cases and scenarios of departments."""

    def represented(self, viewer: Viewer) -> tuple[Representation, ...]:
        """The files that the viewer acts for by law, and by what."""

    @property
    def grants(self) -> Grants:
        """Consents and authorisations."""

    @property
    def agencies(self) -> Agencies:
        """Who is whose agent."""

    def caption(self, cls: str, id: str) -> str:
        """The short name of a subject; empty where there is none."""

    def dossier(self, opened: Open, moment: Moment = NOW) -> Dossier | None:
        """The whole file of a subject as of a moment."""

    def heading(self, opened: Open) -> Dossier | None:
        """The short name of a subject and nothing else."""

    def ties(self, opened: Open) -> Dossier | None:
        """The short name of a subject with its links to others by theirs."""

    def lineage(self, opened: Open) -> Dossier | None:
        """The values of a subject and all versions of the records about it; no links."""

    def timeline(self, opened: Open) -> Changes | None:
        """What changed in a file, newest first."""

    def difference(self, opened: Open, before: Moment, after: Moment) -> Changes | None:
        """What differs between a file as of two moments."""

    def surroundings(self, cls: str, id: str) -> Dossier | None:
        """An entity by its caption and its links to things that are not subjects; no values, no records."""

    def ownership(self, id: str) -> Ownership:
        """Who holds shares of an entity, up to its ultimate owners."""

    def whereabouts(self, fars: Sequence[Far]) -> Whereabouts:
        """Where things are, as far as that is known, and what lies around them."""

    def tags(self, id: str) -> TagsOf | None:
        """The tags that a subject has and had."""

    def why(self, tag: Tag, id: str, moment: Moment = NOW) -> Explanation | None:
        """Why a subject has a tag or not, as of a moment."""

    def holders(self) -> Mapping[str, int | None]:
        """How many subjects have each tag, as the public may know it."""

    def rule_text(self, tag: str) -> str:
        """How a tag is written in the ontology, without prefixes."""

    def trial(self, text: str, day: str) -> Trial:
        """What an edited or new tag would do on a day, from its text; DraftError with every mistake in it. Nothing is kept."""

    def by_key(self, cls: str, text: str, finds: AnySet[str]) -> tuple[Far, ...]:
        """The subject of a class to which a text leads as a key that a purpose `finds` by, if there is one."""

    def by_name(self, cls: str, text: str) -> tuple[Far, ...]:
        """Subjects of a class whose public name holds a text."""

    def looks(self, id: str, ask: LooksAsk, viewer: Viewer) -> LooksPage | None:
        """Who looked at a file; the looks of the viewer, whose own it is, stand apart, and its questions are told."""

    def ask(self, id: str, look: str, viewer: Viewer, text: str) -> Asked:
        """Question a look at a file; QuestionError where that cannot be."""

    def questions(self, viewer: Viewer) -> tuple[OpenQuestion, ...]:
        """The questions that wait for an answer of a viewer, oldest first: none that are the viewer's, or about the viewer's looks."""

    def answer(self, question: str, viewer: Viewer, text: str) -> Asked:
        """Answer a question; QuestionError where that cannot be."""

    def batches(self) -> tuple[BatchRow, ...]:
        """The deliveries, newest first."""

    def quarantined(self, batch: str) -> tuple[QuarantinedRow, ...]:
        """The rows of a delivery that were put aside."""
