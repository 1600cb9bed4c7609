"""The outcome of a rule as lines to be shown: each condition in words, the values it rests on, the far ends it looked at. Pure.

What belongs to another person or enterprise is named and not told, and those whom one finds by turning back from a thing
(who else lives at this address) are only counted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from twopages.dossier.derive import foreign
from twopages.dossier.rule_view import FileView
from twopages.dossier.types import Envelope
from twopages.ontology.model import Label, Model
from twopages.ontology.rule import Apart, Both, Condition, Either, Far, Not, OnlyOne, Step
from twopages.tags.explain import End, Outcome, Used
from twopages.tags.sentences import Sentence, heading, sentence
from twopages.values import Value


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that a condition looked at: an attribute, or with `relation` a part of the relation that leads to `entity`.

    `values` are empty where nothing is on record, and where they are `veiled`: those of another subject.
    """

    entity: str
    cls: str
    of: str
    relation: str
    values: tuple[Value, ...]
    records: tuple[str, ...]
    envelope: Envelope | None
    veiled: bool


@dataclass(frozen=True, slots=True)
class FarLine:
    """A far end that was looked at: whether it counts, None where that is withheld, and why."""

    id: str
    cls: str
    caption: str
    met: bool | None
    records: tuple[str, ...]
    line: "Line | None"


@dataclass(frozen=True, slots=True)
class Ends:
    """How many far ends of a relation there are, how many of them count (None: withheld), and those that may be named."""

    met: int | None
    all: int
    named: tuple[FarLine, ...]
    relation: str


@dataclass(frozen=True, slots=True)
class Line:
    """A condition in words and how it came out; `holds` is None where it stands below far ends, for each to meet.

    `condition` is the condition itself without the negations around it, None for those below far ends. Where `withheld` says
    why, `holds` and `missing` are not told and None.
    """

    text: Label
    condition: Condition | None = None
    holds: bool | None = None
    missing: bool | None = False
    withheld: str = ""
    values: tuple[Shown, ...] = ()
    children: tuple["Line", ...] = ()
    ends: Ends | None = None


def line(model: Model, outcome: Outcome, view: FileView, day: date) -> Line:
    """The outcome of a rule for the subject in view."""
    return _Telling(model, day, view.id).line(outcome, view, "")


@dataclass(frozen=True, slots=True)
class _Telling:
    model: Model
    day: date
    subject: str

    def line(self, outcome: Outcome, view: FileView, relation: str) -> Line:
        head = heading(self.model, outcome.condition, self.day, relation)
        bare = _bare(outcome)
        values = tuple(self.shown(used, view) for used in bare.used)
        told = Line(head.text, bare.condition, outcome.holds, outcome.missing, values=values)
        step = _followed(bare.condition)
        if step is not None:
            wanted = (_wanted(sentence(self.model, item, self.day, head.relation)) for item in head.inner)
            return replace(told, children=tuple(wanted), ends=self.ends(bare, step, view))
        return replace(told, children=tuple(self.line(child, view, relation) for child in bare.children))

    def shown(self, used: Used, view: FileView) -> Shown:
        named = (used.entity, used.cls, used.of, used.relation)
        if used.relation:
            return Shown(*named, used.values, used.records, None, veiled=False)
        envelope, veiled = view.envelopes.get(used.of), self.foreign(used.entity, used.cls)
        if envelope is None or not veiled:
            return Shown(*named, used.values, used.records, envelope, veiled=False)
        return Shown(*named, (), used.records, _veiled(envelope), veiled=True)

    def ends(self, outcome: Outcome, step: Step, view: FileView) -> Ends:
        ids = {end.id for end in outcome.ends}
        met = {end.id for end in outcome.ends if end.met}
        return Ends(len(met), len(ids), tuple(self.named(outcome, step, view)), step.relation)

    def named(self, outcome: Outcome, step: Step, view: FileView) -> Iterator[FarLine]:
        """The far ends that may be named: behind a thing no other subjects, behind another subject nothing."""
        views = {far.id: far for _, far in view.links(step.relation, step.forward)}
        for end in outcome.ends:
            if view.id == self.subject or not (self.foreign(view.id, view.cls) or self.foreign(end.id, end.cls)):
                yield self.far(end, views[end.id], step.relation)

    def far(self, end: End, view: FileView, relation: str) -> FarLine:
        told = None if end.outcome is None else self.line(end.outcome, view, relation)
        return FarLine(end.id, end.cls, view.caption, end.met, end.records, told)

    def foreign(self, id: str, cls: str) -> bool:
        """Whether it is another person or enterprise."""
        return id != self.subject and self.model.classes[cls].subject


def _bare(outcome: Outcome) -> Outcome:
    """The outcome without the negations around it, as `sentences.positive` has the condition."""
    match outcome.condition:
        case Not() | Both((_,)) | Either((_,)) | OnlyOne((_,)):
            return _bare(outcome.children[0])
    return outcome


def _followed(condition: Condition) -> Step | None:
    """The relation whose far ends a condition looked at."""
    match condition:
        case Far(step) | Apart(step, _):
            return step
    return None


def _wanted(told: Sentence) -> Line:
    """What each far end is to meet."""
    return Line(told.text, children=tuple(map(_wanted, told.children)))


def _veiled(envelope: Envelope) -> Envelope:
    """The sources of a value of another subject, without what they say."""
    return envelope._replace(values=(), sources=tuple(map(foreign, envelope.sources)))
