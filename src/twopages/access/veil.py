"""What was read is veiled before it is answered: masked values, cells and names of whom the purpose does not give. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from twopages.access.columns import NOTHING, Telling
from twopages.access.decision import Decision, Element
from twopages.access.explained import Conditions, Explained
from twopages.access.spans import Span
from twopages.dossier import (
    Cell,
    Change,
    Changes,
    Dossier,
    Envelope,
    Far,
    Link,
    LinkPage,
    RecordPage,
    RecordView,
    Source,
)
from twopages.dossier.tagged import Explanation, Held, TagsOf
from twopages.ontology.model import Model
from twopages.values import HIDDEN, Value, mask


@dataclass
class Veil:
    """Veils answers under one decision."""

    decision: Decision
    tellings: Mapping[tuple[str, str], Telling] = field(repr=False)
    spans: Mapping[str, Span] = field(repr=False)

    @property
    def model(self) -> Model:
        """The Model of the decision."""
        return self.decision.model

    @cached_property
    def _conditions(self) -> Conditions:
        return Conditions(self.decision)

    @cached_property
    def _given(self) -> frozenset[str]:
        """Every attribute that may be told plainly, of the subject and behind relations."""
        purpose = self.decision.purpose
        return purpose.attributes.union(*(far.attributes for far in purpose.far.values())) - purpose.masked

    @cached_property
    def _withheld(self) -> frozenset[str]:
        """The attributes of the subject that may not be told plainly, and whatever else is masked or forbidden."""
        purpose = self.decision.purpose
        return frozenset(self.model.classes[purpose.subject].attributes) - self._given | purpose.masked | purpose.never

    @cached_property
    def _named(self) -> frozenset[str]:
        """The classes whose short names are masked at far ends."""
        return frozenset(name for name in self.model.classes if self.decision.caption_masked(name))

    def dossier(self, dossier: Dossier) -> Dossier:
        """A file as the purpose gives it."""
        return replace(
            dossier,
            caption=self.caption(dossier.cls, dossier.caption, far=False),
            envelopes={name: self.envelope(item) for name, item in dossier.envelopes.items()},
            record_pages=tuple(map(self._records, dossier.record_pages)),
            link_pages=tuple(map(self._links, dossier.link_pages)),
        )

    def caption(self, cls: str, text: str, *, far: bool = True) -> str:
        """A short name as the purpose gives it."""
        masked = cls in self._named if far else self.decision.caption_masked(cls, far=False)
        heading = self.model.attributes[self.model.classes[cls].caption]
        return mask(heading.mask, heading.kind, text) if masked and text else text

    def far(self, far: Far) -> Far:
        """A far end by its short name as the purpose gives it."""
        return replace(far, caption=self.caption(far.cls, far.caption)) if far.cls in self._named else far

    def named(self, subject: Far) -> Far:
        """A subject that was found, by its short name as the purpose gives it."""
        return replace(subject, caption=self.caption(subject.cls, subject.caption, far=False))

    def envelope(self, envelope: Envelope) -> Envelope:
        """A value as the purpose gives it, with what its sources say of what it does not give taken out."""
        if envelope.attribute in self.decision.purpose.masked:
            sources = tuple(_silent(self._dated(source)) for source in envelope.sources)
            return envelope._replace(values=(), sources=sources, masked=self.masks(envelope.attribute, envelope.values))
        if envelope.derived:
            return envelope._replace(sources=tuple(self._input(self._dated(source)) for source in envelope.sources))
        if any(source.since or source.until for source in envelope.sources):
            return envelope._replace(sources=tuple(map(self._dated, envelope.sources)))
        return envelope

    def masks(self, attribute: str, values: tuple[Value, ...]) -> tuple[str, ...]:
        """Values with what the rule of their attribute hides."""
        known = self.model.attributes[attribute]
        return tuple(mask(known.mask, known.kind, value) for value in values)

    def changes(self, changes: Changes) -> Changes:
        """What changed of what the purpose gives."""
        kept = (self._change(change) for change in changes.changes if self._follows(change))
        relations = self.decision.purpose.relations
        return Changes(tuple(kept), tuple(item for item in changes.left_out if item[0] in relations))

    def tags(self, tags: TagsOf) -> TagsOf:
        """The tags that the purpose gives; those of the past to whom it shows the past."""
        given, past = self.decision.purpose.tags, tags.past if self.decision.role.past else ()
        now = (self._held(item) for item in tags.now if item.tag in given)
        return TagsOf(tuple(now), tuple(item for item in past if item.tag in given))

    def _held(self, held: Held) -> Held:
        """A tag, and what made it so where all that its rule looks at is given: which records those are would tell of the rest."""
        tag = self.model.tags.get(held.tag)
        return held if tag and self._conditions.whole(tag.condition) else replace(held, records=())

    def explanation(self, explanation: Explanation) -> Explanation:
        """Why a tag holds, without what the purpose does not give."""
        return Explained(self._conditions, self.envelope, self.caption).explanation(explanation)

    def _dated(self, source: Source) -> Source:
        """A source without the days of its row that are values which the purpose does not give."""
        span = self.spans.get(source.dataset) if source.since or source.until else None
        if span is None or span.relation in self.decision.purpose.relations:
            return source
        since, until = (bool(supplied) and supplied <= self._given for supplied in (span.since, span.until))
        return source._replace(since=source.since if since else "", until=source.until if until else "")

    def _input(self, source: Source) -> Source:
        return source if not source.attribute or source.attribute in self._given else _silent(source)

    def _records(self, page: RecordPage) -> RecordPage:
        return replace(page, records=tuple(map(self._record, page.records)))

    def _record(self, record: RecordView) -> RecordView:
        cells = tuple(self._cell(record.dataset, cell) for cell in record.cells)
        return record if cells == record.cells else replace(record, cells=cells)

    def _cell(self, dataset: str, cell: Cell) -> Cell:
        """A cell is shown where all that it supplies is given; to who sees all rows, unless something of it is withheld."""
        telling = self.tellings.get((dataset, cell.header), NOTHING)
        about = telling.supplies.union(cell.attributes)
        if self.decision.role.rows:
            plain = self._withheld.isdisjoint(about | telling.keys)
            shown = plain and self._may_relate(telling, about) and self._may_name(telling)
        else:
            shown = bool(about) and about <= self._given
        return cell if shown else cell._replace(delivered=HIDDEN if cell.delivered else "", values=(), attributes=())

    def _may_relate(self, telling: Telling, about: frozenset[str]) -> bool:
        """Whether the relations that a column says more of are given, or what it says is a value that is."""
        mine = (name for name, classes in telling.parts.items() if self.decision.purpose.subject in classes)
        return self.decision.purpose.relations.issuperset(mine) or (bool(about) and about <= self._given)

    def _may_name(self, telling: Telling) -> bool:
        """Whether those whom a column names are named behind one of its relations, too."""
        if not telling.named or telling.public:
            return True
        followed = not telling.over.isdisjoint(self.decision.purpose.relations)
        return followed and telling.named.isdisjoint(self._named)

    def _links(self, page: LinkPage) -> LinkPage:
        if page.withheld or not (self._named or self.decision.purpose.masked):
            return page
        return replace(page, links=tuple(map(self._link, page.links)))

    def _link(self, link: Link) -> Link:
        told = link.envelopes
        envelopes = None if told is None else {name: self.envelope(item) for name, item in told.items()}
        return replace(link, far=self.far(link.far), envelopes=envelopes, pages=tuple(map(self._links, link.pages)))

    def _follows(self, change: Change) -> bool:
        topic = change.topic
        element = Element("relation", topic.relation) if topic.relation else Element("attribute", topic.attribute)
        return self.decision.on(element).code is None

    def _change(self, change: Change) -> Change:
        name = change.topic.attribute
        if name in self.decision.purpose.masked:
            before, after = (tuple[Value, ...](self.masks(name, told)) for told in (change.before, change.after))
            return change._replace(before=before, after=after)
        return change._replace(far=self.far(change.far)) if change.far else change


def _silent(source: Source) -> Source:
    """A source without what it says."""
    return source._replace(values=(), delivered="")
