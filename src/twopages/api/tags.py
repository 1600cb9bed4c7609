"""Tags in the API: the catalogue of rules, the tags that a subject has and had, and why a rule holds for it or not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Annotated, Any

import strawberry
from graphql.execution.values import VariableValues

from twopages.access.reasons import REASONS
from twopages.api.errors import Refusal
from twopages.api.fixed import Agreement, AnyValue, Conflict, DateText, EntityCaption, Label, Source
from twopages.api.history import AsOf, change_readers
from twopages.api.limits import Limits
from twopages.api.looks import look_readers
from twopages.api.readers import Bound, Fields, Read, Reader, Readers, code_labels, make_readers
from twopages.api.search import facet_readers
from twopages.api.selection import Selected, arguments_of
from twopages.api.shape import Make, Shaper
from twopages.dossier import Envelope
from twopages.dossier import Source as Told
from twopages.dossier.tagged import Explanation, TagsOf
from twopages.dossier.told import Shown
from twopages.ontology.model import Label as Words
from twopages.ontology.model import Model, Tag
from twopages.tags.sentences import sentence
from twopages.tags.sources import Sources, sources_of


def _said(text: str) -> Any:
    return strawberry.field(description=text)


@strawberry.type(description="A text in the two languages that was written for this answer.")
class Wording:
    """A sentence; a Label is the name of a term."""

    zh: str = _said("In Chinese.")
    en: str = _said("In English.")


@strawberry.type(description="A rule, or a part of one, in words.")
class TagSentence:
    """A line with the lines below it."""

    text: Wording = _said("The line.")
    children: list["TagSentence"] = _said("The lines below it that belong to it.")


@strawberry.type(name="TagGroup", description="Tags of a class that belong together.")
class TagGroupType:
    """A group of the catalogue."""

    id: strawberry.ID = _said("Its id in the ontology.")
    label: Label = _said("Its name.")


@strawberry.type(name="Tag", description="An attribute tag: a rule that a subject meets or not.")
class TagType:
    """A tag as the ontology has it."""

    id: strawberry.ID = _said("Its id in the ontology.")
    class_: str = strawberry.field(name="class", description="The class of its subjects.")
    label: Label = _said("Its name.")
    explanation: Label = _said("What it says, as its subject reads it.")
    group: TagGroupType = _said("The group in which it stands.")
    grade: int = _said("Harm to the subject when leaked, 1 to 4.")
    legal_basis: Label = _said("On what it rests in law.")
    used_by: list[str] = _said("Purposes and services that use it, as in the ontology: purpose/…, service/….")
    version: int = _said("Version of its rule.")
    timed: bool = _said("Whether the calendar alone can give or take it.")
    rule: TagSentence = _said("Its rule in words.")
    attributes: list[str] = _said("Attributes that its rule reads, of whomever.")
    relations: list[str] = _said("Relations that its rule follows.")


@strawberry.type(description="A value that a condition looked at, and where it comes from.")
class TagValue:
    """A value; none of them where nothing is on record, or where they are veiled."""

    entity: strawberry.ID = _said("The entity whose value it is.")
    class_: str = strawberry.field(name="class", description="The class of that entity.")
    attribute: str | None = _said("Id of the attribute, where it is one.")
    relation: str | None = _said("Id of the relation that leads to the entity, where it is a part of that.")
    part: str | None = _said("Which part of the relation it is.")
    title: Label = _said("Name of the attribute or part.")
    values: list[AnyValue] = _said("The values; empty where nothing is on record, or where they are veiled.")
    labels: list[Label | None] | None = _said("Labels of the values where they are codes.")
    veiled: bool = _said("Whether the values are not told: those of somebody else, and what the purpose does not give.")
    records: list[strawberry.ID] = _said("The records that the values come from.")
    sources: list[Source] = _said("Those records and where they come from, where it is an attribute.")
    derived: bool = _said("Whether it was worked out from other values.")
    agreement: Agreement | None = _said("Whether the sources agree, where it is an attribute.")
    conflict: Conflict | None = _said("How the other sources stand to the value, where it is an attribute.")


@strawberry.type(description="A far end that a condition looked at.")
class TagEnd:
    """A far end, and why it counts."""

    node: EntityCaption = _said("Who or what it is.")
    met: bool | None = _said("Whether it counts; null where that is withheld.")
    records: list[strawberry.ID] = _said("The records that assert the relation.")
    condition: "TagCondition | None" = _said("How the conditions on it came out; null where there are none.")


@strawberry.type(description="The far ends that a condition looked at.")
class TagEnds:
    """A count and the ends that may be named."""

    relation: str = _said("Id of the relation that leads to them.")
    met: int | None = _said("How many of them count; null where that is withheld.")
    all: int = _said("How many there are.")
    named: list[TagEnd] = _said("Those that may be named.")


@strawberry.type(description="Why it is not told how a condition came out.")
class Withheld:
    """The reason for which something is not told."""

    code: str = _said("Its code, as that of an error.")
    reason: Wording = _said("The reason in words.")


@strawberry.interface(description="A condition of a rule and how it came out.")
class TagLine:
    """A line of an explanation, with those below it."""

    sentence: Wording = _said("The condition in words.")
    holds: bool | None = _said(
        "Whether it holds; null where it only says what each far end is to meet, or is withheld."
    )
    missing: bool | None = _said("Whether the outcome rests on a missing value; null where it is withheld.")
    withheld: Withheld | None = _said(
        "Why it is not told how it came out; of the first line, which tells it, why no more is."
    )
    values: list[TagValue] = _said("The values that it looked at.")
    children: list["TagCondition"] = _said("The conditions below it.")
    ends: TagEnds | None = _said("The far ends that it looked at, where it follows a relation that is given.")


@strawberry.type(description="A condition inside a rule.")
class TagCondition(TagLine):
    """A line below the first."""


@strawberry.type(description="Why the rule of a tag holds for a subject on a day, or why not.")
class TagExplanation(TagLine):
    """An explanation: its first line, and what the outcome comes to."""

    holds: bool = _said("Whether the rule holds.")
    by_absence: bool | None = _said(
        "Whether it holds only as long as something is missing; null where that is withheld."
    )
    day: DateText = _said("The day for which the rule was read.")
    would_have_to_change: TagSentence | None = _said(
        "What would have to be otherwise for the rule to hold; null where it holds, or where a condition is withheld."
    )


@strawberry.type(description="A tag that a subject has.")
class HeldTag:
    """A tag with its days."""

    tag: TagType = _said("The tag.")
    since: DateText = _said("Day from which the subject has it.")
    version: int = _said("Version of the rule by which it was given.")
    records: list[strawberry.ID] = _said(
        "The records that made it so; none where the purpose does not give all that its rule looks at."
    )
    explanation: TagExplanation | None = _said("Why its rule, as it is now, holds.")


@strawberry.type(description="A tag that a subject had.")
class PastTag:
    """A tag with the days of its interval."""

    tag: TagType = _said("The tag.")
    since: DateText = _said("Day from which the subject had it.")
    until: DateText = _said("Day from which it has it no more.")
    version: int = _said("Version of the rule by which it was given.")


def _argued(arguments: Callable[..., None], description: str) -> Any:
    """A field that takes arguments."""
    return strawberry.field(arguments, description=description, graphql_type=TagExplanation | None)


def _why_not(
    subject: Annotated[strawberry.ID, strawberry.argument(description="Id of the subject.")],
    as_of: Annotated[
        AsOf | None, strawberry.argument(name="asOf", description="The days of which it is asked; else it is as now.")
    ] = None,
) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


@strawberry.type(description="A tag in the public catalogue.")
class CatalogueTag(TagType):
    """A tag, and what can be asked of it."""

    holders: int | None = _said("How many subjects have it, to the nearest ten; null for fewer than ten.")
    why_not: TagExplanation | None = _argued(
        _why_not, "Why a subject has it or not; null where there is no such subject or it may not be opened."
    )


@dataclass(frozen=True, slots=True)
class Had:
    """A tag of a subject with its days, as the answer has it: one that it has has no `until`."""

    tag: Tag
    since: str
    version: int
    until: str = ""
    records: tuple[str, ...] = ()
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class TagsSeen:
    """The tags that a subject has, and those that it had; None where they are withheld."""

    now: tuple[Had, ...] | None = None
    past: tuple[Had, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A tag of the catalogue with its holders and the answers to `whyNot`."""

    tag: Tag
    holders: int | None
    whys: tuple[Explanation | None, ...]


@dataclass(frozen=True, slots=True)
class WhyAsk:
    """A question why a subject has tags or not."""

    subject: str
    as_of: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class CataloguePlan:
    """A root field that answers with tags: whether their holders are asked, why some hold, and what shapes the answer."""

    many: bool
    counted: bool
    whys: tuple[Selected, ...]
    make: Make

    def asks(self, variables: VariableValues) -> tuple[tuple[str, WhyAsk], ...]:
        """The questions of one request, each with its key in the answer."""
        found = ((item.key, arguments_of(item, variables)) for item in self.whys)
        return tuple((key, WhyAsk(str(told["subject"]), told.get("asOf"))) for key, told in found)

    def answer(self, entries: Sequence[Entry]) -> Any:
        """The answer of one request."""
        if self.many:
            return [self.make(entry, {}) for entry in entries]
        return self.make(entries[0], {}) if entries else None


CATALOGUE = frozenset({"tags", "tag"})  # root fields, which no class has


def plan_catalogue(selected: Selected, readers: Readers, limits: Limits) -> CataloguePlan:
    """Compile a root field that answers with tags."""
    whys = tuple(item for item in selected.below or () if item.name == "whyNot")
    if len(whys) > limits.explanations:
        raise Refusal("LIMIT_EXPLANATIONS", f"The operation exceeds the limit of {limits.explanations} explanations.")
    # Two of one name differ by their subjects, so they are read by their key in the answer and not by their name.
    reads: dict[str, Reader] = {f":{item.key}": _why(place) for place, item in enumerate(whys)}
    keyed = tuple(replace(item, name=f":{item.key}") if item in whys else item for item in selected.below or ())
    make = Shaper(readers).shape(keyed, {**readers.fields[selected.type], **reads})
    return CataloguePlan(selected.many, any(selected.child("holders")), whys, make)


def _why(place: int) -> Read:
    return lambda entry: entry.whys[place]


def chosen(model: Model, arguments: Mapping[str, Any]) -> tuple[Tag, ...]:
    """The tags that a root field names: one by its id, or all of a class and group."""
    if "id" in arguments:
        found = model.tags.get(str(arguments["id"]))
        return () if found is None else (found,)
    cls, group = arguments.get("class"), arguments.get("group")
    return tuple(tag for tag in model.tags.values() if cls in (None, tag.cls) and group in (None, tag.group))


def see_tags(model: Model, tags: TagsOf, whys: Mapping[str, Explanation]) -> TagsSeen:
    """The tags of a subject with why it has them; those whose tag is no longer in the ontology are left out."""
    known = model.tags
    now = (
        Had(known[it.tag], it.since, it.version, "", it.records, whys.get(it.tag)) for it in tags.now if it.tag in known
    )
    past = (Had(known[it.tag], it.since, it.version, it.until) for it in tags.past if it.tag in known)
    return TagsSeen(tuple(now), tuple(past))


def all_readers(model: Model) -> Readers:
    """The readers of every type of the schema but those of subjects."""
    readers, tags = make_readers(model), tag_readers(model)
    bound = Bound(attrgetter("id"), frozenset(tags["Tag"]), lasting=True)
    return Readers(
        {**readers.fields, **change_readers(model), **facet_readers(model), **look_readers(model), **tags},
        {**readers.bound, "Tag": bound},
    )


def tag_readers(model: Model) -> dict[str, Fields]:
    """How the fields of tags are read."""
    tag = _tag(model)
    line: Fields = {
        "sentence": "text", "holds": "holds", "missing": "missing", "values": "values", "children": "children", "ends": "ends",
        "withheld": lambda line: line if line.withheld else None,
    }  # fmt: skip
    days: Fields = {"tag": "tag", "since": "since", "version": "version"}
    return {
        "Wording": {"zh": "zh", "en": "en"},
        "TagSentence": {"text": "text", "children": "children"},
        "TagGroup": {"id": "id", "label": "label"},
        "Tag": tag,
        "CatalogueTag": {name: _inside("tag", read) for name, read in tag.items()}
        | {"holders": "holders", "whyNot": _why(0)},
        "TagValue": _value(model),
        "TagEnd": {"node": lambda end: end, "met": "met", "records": "records", "condition": "line"},
        "TagEnds": {"relation": "relation", "met": "met", "all": "all", "named": "named"},
        "TagCondition": line,
        "Withheld": {"code": "withheld", "reason": lambda line: REASONS[line.withheld]},
        "TagExplanation": {**{name: _inside("line", read) for name, read in line.items()}, **_OUTCOME},
        "HeldTag": {**days, "records": "records", "explanation": "explanation"},
        "PastTag": {**days, "until": "until"},
    }


_OUTCOME: Fields = {
    "holds": "holds",
    "byAbsence": "by_absence",
    "day": lambda why: why.day.isoformat(),
    "wouldHaveToChange": "change",
}


def _tag(model: Model) -> dict[str, Reader]:
    def sources(tag: Tag) -> Sources:
        return sources_of(model, tag.condition)

    names = ("id", "label", "explanation", "grade", "version", "timed")
    return {
        **{name: name for name in names},
        "class": "cls",
        "group": lambda tag: model.tag_groups[tag.group],
        "legalBasis": "legal_basis",
        "usedBy": "used_by",
        "rule": lambda tag: sentence(model, tag.condition),
        "attributes": lambda tag: sources(tag).attributes,
        "relations": lambda tag: sources(tag).relations,
    }


def _inside(name: str, read: Reader) -> Reader:
    """A reader of something as one of what holds it under a name."""
    return f"{name}.{read}" if isinstance(read, str) else lambda outer: read(getattr(outer, name))


def _value(model: Model) -> Fields:
    labels = {name: code_labels(codes) for name, codes in model.code_lists.items()}

    def coded(shown: Shown) -> list[Words | None] | None:
        codes = _term(model, shown)[1]
        return None if codes is None else [labels[codes].get(value) for value in shown.values]

    return {
        "entity": "entity",
        "class": "cls",
        "attribute": lambda shown: None if shown.relation else shown.of,
        "relation": lambda shown: shown.relation or None,
        "part": lambda shown: shown.of if shown.relation else None,
        "title": lambda shown: _term(model, shown)[0],
        "values": "values",
        "labels": coded,
        "veiled": "veiled",
        "records": "records",
        "sources": _sources,
        "derived": _of_envelope(lambda envelope: envelope.derived, False),
        "agreement": _of_envelope(lambda envelope: envelope.agreement, None),
        "conflict": _of_envelope(lambda envelope: envelope.conflict, None),
    }


def _term(model: Model, shown: Shown) -> tuple[Words, str | None]:
    """Name and code list of the attribute, or of the part of the relation."""
    if shown.relation:
        part = model.relations[shown.relation].parts[shown.of]
        return part.label, part.codes
    attribute = model.attributes[shown.of]
    return attribute.label, attribute.codes


def _sources(shown: Shown) -> list[Told]:
    told = shown.envelope.sources if shown.envelope else ()
    return [source for source in told if source.record in shown.records]


def _of_envelope(read: Callable[[Envelope], object], otherwise: object) -> Read:
    return lambda shown: otherwise if shown.envelope is None else read(shown.envelope)
