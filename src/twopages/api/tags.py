"""Tags in the API, as they are planned and read: the catalogue of rules, the tags of a subject, and why a rule holds for it or not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from graphql.execution.values import VariableValues

from twopages.access.reasons import REASONS
from twopages.api.acting import acting_readers
from twopages.api.dealt import dealt_readers
from twopages.api.errors import Refusal
from twopages.api.history import change_readers
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
        {
            **readers.fields,
            **change_readers(model),
            **facet_readers(model),
            **look_readers(model),
            **dealt_readers(model),
            **acting_readers(model),
            **tags,
        },
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
