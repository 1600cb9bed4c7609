"""Why a subject has a tag or not: the conditions in words, the values that they looked at, and what would have to change."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from twopages.access.reasons import REASONS
from twopages.dossier import NOW, Dossier, Far, Moment
from twopages.dossier.tagged import Explanation, TagsOf
from twopages.dossier.told import Ends, FarLine, Line, Shown
from twopages.ontology.model import Tag
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.head import past_of
from twopages.pages.contexts.owners import OpenPath
from twopages.pages.contexts.tag_list import Spell, spells
from twopages.pages.paths import definition_path, record_path, subject_path, tags_path, value_path
from twopages.pages.showing import Showing
from twopages.tags.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Wish:
    """A rule in words, and the lines below."""

    text: str
    children: tuple["Wish", ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A value that a condition looked at; `note` says why there is none, `reveal` names the mask that is over it."""

    label: str
    texts: tuple[str, ...]
    note: str
    reveal: str
    href: str
    sources: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Met:
    """A far end that was looked at, and why it counts; `state` is empty where that is withheld."""

    caption: str
    href: str
    state: str
    sources: tuple[Place, ...]
    reason: "Reason | None"


@dataclass(frozen=True, slots=True)
class Reason:
    """A condition in words and how it came out; `state` is empty where it only says what far ends are to meet, or `withheld` why not."""

    text: str
    state: str
    verdict: str
    withheld: str
    values: tuple[Looked, ...]
    children: tuple["Reason", ...]
    count: str
    ends: tuple[Met, ...]


@dataclass(frozen=True, slots=True)
class WhyPage:
    """What the template of an explanation is told."""

    frame: Frame
    back: Place
    action: str
    tag: str
    group: str
    label: str
    meaning: str
    state: str
    verdict: str
    absence: str
    past: str
    reason: Reason
    wish: Wish | None
    unsaid: str
    spells: tuple[Spell, ...]
    facts: tuple[Fact, ...]
    definition: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A tag of a file in question: what the file is, which tags it has, and what became of the rule."""

    dossier: Dossier
    found: TagsOf
    why: Explanation
    moment: Moment = NOW


def why_page(frame: Frame, showing: Showing, tag: Tag, asked: Asked, opened: OpenPath) -> WhyPage:
    """Why a file has a tag, or not."""
    say, dossier, why = showing.say, asked.dossier, asked.why
    return WhyPage(
        frame=frame,
        back=Place(dossier.caption, tags_path(dossier.cls, dossier.id)),
        action=f"{subject_path(dossier.cls, dossier.id)}/reveal",
        tag=tag.id,
        group=say.label(showing.model.tag_groups[tag.group].label),
        label=say.label(tag.label),
        meaning=say("why.meaning", text=say.label(tag.explanation)),
        state="met" if why.holds else "unmet",
        verdict=_verdict(showing, tag, asked),
        absence=say("why.absence") if why.by_absence else "",
        past=past_of(showing, asked.moment),
        reason=_Reasons(showing, dossier, opened).reason(why.line),
        wish=None if why.change is None else wish(showing, why.change),
        unsaid="" if why.holds or why.change else say("why.unsaid"),
        spells=tuple(spells(showing, dossier, asked.found, tag.id)),
        facts=tag_facts(showing, tag),
        definition=definition_path(tag.id),
    )


def wish(showing: Showing, told: Sentence) -> Wish:
    """A rule in words for a page."""
    return Wish(showing.say.label(told.text), tuple(wish(showing, child) for child in told.children))


def tag_facts(showing: Showing, tag: Tag) -> tuple[Fact, ...]:
    """What a tag rests on in law, how sensitive it is, and the version of its rule."""
    say = showing.say
    return (
        Fact(say("tag.basis"), say.label(tag.legal_basis)),
        Fact(say("tag.grade"), f"{say('grade.title', grade=tag.grade)} · {say(f'grade.{tag.grade}')}"),
        Fact(say("tag.version"), str(tag.version)),
    )


def _verdict(showing: Showing, tag: Tag, asked: Asked) -> str:
    """Whether the file has the tag, which rests on the last assignment, and whether the rule holds now."""
    held = next((item for item in asked.found.now if item.tag == tag.id), None)
    if held is None:
        return showing.say("why.coming" if asked.why.holds else "why.none")
    key = "why.since" if asked.why.holds else "why.going"
    return showing.say(key, day=showing.day(held.since))


def _state(met: bool | None) -> str:
    return "" if met is None else "met" if met else "unmet"


@dataclass(frozen=True)
class _Reasons:
    """Makes the lines of one explanation."""

    showing: Showing
    dossier: Dossier
    opened: OpenPath

    @cached_property
    def records(self) -> dict[str, str]:
        """The datasets of the records about the file, which have pages, by their ids."""
        return {record.id: record.dataset for record in self.dossier.records}

    def reason(self, line: Line) -> Reason:
        say = self.showing.say
        state = _state(line.holds)
        verdict = say(f"why.{state}{'_missing' if line.missing else ''}") if state else ""
        return Reason(
            text=say.label(line.text),
            state=state,
            verdict=verdict,
            withheld=self.withheld(line, state),
            values=tuple(map(self.looked, line.values)),
            children=tuple(map(self.reason, line.children)),
            count=self.count(line.ends) if line.ends else "",
            ends=tuple(self.met(line.ends, end) for end in line.ends.named) if line.ends else (),
        )

    def withheld(self, line: Line, state: str) -> str:
        """Why it is not told how a condition came out; of the rule itself that is told, and this is why no more is."""
        if not line.withheld:
            return ""
        reason = self.showing.say.label(REASONS[line.withheld])
        return reason if state else self.showing.say("why.withheld", reason=reason)

    def count(self, ends: Ends) -> str:
        """How many far ends count; that of those who are not named no more is said."""
        say = self.showing.say
        if not ends.all:
            return say("why.ends_none")
        if ends.met is None:
            return say("why.ends_all", all=ends.all)
        return say("why.ends" if len(ends.named) == ends.all else "why.ends_unnamed", met=ends.met, all=ends.all)

    def met(self, ends: Ends, end: FarLine) -> Met:
        far = Far(end.id, end.cls, end.caption)
        veiled = self.showing.sensitive_relation(ends.relation)
        return Met(
            caption=self.showing.name(far, veiled),
            href=self.opened(far),
            state=_state(end.met),
            sources=self.places(end.records, {}),
            reason=None if end.line is None else self.reason(end.line),
        )

    def looked(self, shown: Shown) -> Looked:
        datasets = {source.record: source.dataset for source in shown.envelope.sources} if shown.envelope else {}
        own = shown.entity == self.dossier.id and not shown.relation and shown.values
        return Looked(
            label=self.label(shown),
            texts=self.texts(shown),
            note=self.note(shown),
            reveal=self.mask(shown) if shown.values else "",
            href=value_path(self.dossier.cls, self.dossier.id, shown.of) if own else "",
            sources=self.places(shown.records, datasets),
        )

    def label(self, shown: Shown) -> str:
        model = self.showing.model
        parts = model.relations[shown.relation].parts if shown.relation else {}
        return self.showing.say.label(parts[shown.of].label if parts else model.attributes[shown.of].label)

    def texts(self, shown: Shown) -> tuple[str, ...]:
        if not shown.relation:
            return self.showing.texts(shown.of, shown.values)
        relation = self.showing.model.relations[shown.relation]
        return tuple(self.showing.told(relation, relation.parts[shown.of], value) for value in shown.values)

    def note(self, shown: Shown) -> str:
        return "" if shown.values else self.showing.say("why.veiled" if shown.veiled else "why.nothing")

    def mask(self, shown: Shown) -> str:
        if not shown.relation:
            return shown.of if self.showing.hidden(shown.of) else ""
        relation = self.showing.model.relations[shown.relation]
        return relation.id if self.showing.parts_hidden(relation) else ""

    def places(self, records: Iterable[str], datasets: dict[str, str]) -> tuple[Place, ...]:
        """The records by the names of their datasets; those that are not about the file have no page."""
        known = {record: self.records.get(record) or datasets.get(record) for record in records}
        return tuple(self.place(record, dataset) for record, dataset in known.items() if dataset)

    def place(self, record: str, dataset: str) -> Place:
        label = self.showing.say.label(self.showing.model.datasets[dataset].label)
        href = record_path(self.dossier.cls, self.dossier.id, record) if record in self.records else ""
        return Place(label, href)
