"""An operation becomes plans: each root field is compiled once for a document, and filled with arguments for a request."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from graphql import GraphQLString, VariableNode, get_named_type
from graphql.execution.values import VariableValues

from twopages.access import Representation
from twopages.access.decision import Element, Part
from twopages.access.looked.looks import LooksAsk
from twopages.api.errors import Refusal
from twopages.api.history import moment_of
from twopages.api.limits import Limits
from twopages.api.looks import looks_ask
from twopages.api.outline import Root, SubjectField
from twopages.api.readers import Listed, Read, Reader, Readers, list_links, list_records
from twopages.api.selection import Selected, arguments_of
from twopages.api.shape import Make, Shaper
from twopages.api.tags import TagsSeen
from twopages.dossier import Dossier, LinksAsk, Moment, Plan, RecordsAsk, place

Arguments = Mapping[str, Any]
_PARTS: Mapping[str, Part] = {
    "tags": "tags",
    "pastTags": "past",
    "timeline": "past",
    "difference": "past",
    "looks": "looks",
}
TAGS = {"tags": "tags.now", "pastTags": "tags.past"}  # where the answer has what these fields ask


@dataclass(frozen=True, slots=True)
class Seen:
    """A dossier with its lists as the answer has them; what the fields of a subject are read from."""

    dossier: Dossier
    records: tuple[Listed | None, ...]
    links: tuple[Listed | None, ...]
    changes: tuple[Listed | None, ...]
    tags: TagsSeen
    looks: tuple[Listed | None, ...] = ()
    acting: Representation | None = None


@dataclass(frozen=True, slots=True)
class ChangesAsk:
    """A page of changes: of the time line up to the moment `to`, or of the difference between two moments."""

    size: int
    after: str | None
    to: Moment
    since: Moment | None = None


@dataclass(frozen=True, slots=True)
class TagsAsk:
    """The tags of a subject are asked, those that it has `now` or had in the `past`; `explained`: why it has them, too."""

    now: bool
    past: bool
    explained: bool


@dataclass(frozen=True, slots=True)
class SubjectPlan:
    """A root field that answers with a subject: what never changes of its plan, its lists, and what shapes its answer.

    `asked`: what it asks, each with its key in the answer; `named`: its short name is asked, too, and `acting`, by what the viewer
    acts for it.
    """

    cls: str
    attributes: frozenset[str]
    records: tuple[Selected, ...]
    links: tuple[tuple[Selected, SubjectField], ...]
    changes: tuple[Selected, ...]
    tags: TagsAsk | None
    asked: tuple[tuple[str, Element], ...]
    named: bool
    make: Make
    looks: tuple[Selected, ...] = ()
    acting: bool = False

    def plan(self, variables: VariableValues, limits: Limits, moment: Moment) -> Plan:
        """The plan of one request."""
        records = tuple(_records_ask(item, arguments_of(item, variables), limits) for item in self.records)
        links = tuple(_links_ask(item, field, arguments_of(item, variables), limits) for item, field in self.links)
        return Plan(self.cls, self.attributes, links, records, moment)

    def histories(
        self, variables: VariableValues, limits: Limits, moment: Moment, today: str
    ) -> tuple[ChangesAsk, ...]:
        """The questions for changes of one request."""
        found = (arguments_of(item, variables) for item in self.changes)
        return tuple(_changes_ask(arguments, limits, moment, today) for arguments in found)

    def look_asks(self, variables: VariableValues, limits: Limits) -> tuple[LooksAsk, ...]:
        """The questions for looks of one request."""
        found = (arguments_of(item, variables) for item in self.looks)
        return tuple(looks_ask(arguments, page_size(arguments, limits)) for arguments in found)

    def elements(self, plan: Plan) -> Iterator[tuple[str, Element]]:
        """What one request asks, each with its key in the answer."""
        yield from self.asked
        past = (item.key for item, ask in zip(self.records, plan.records, strict=True) if ask.history)
        yield from ((key, Element("past")) for key in past)

    def answer(
        self,
        plan: Plan,
        dossier: Dossier,
        changes: tuple[Listed | None, ...],
        tags: TagsSeen,
        looks: tuple[Listed | None, ...] = (),
        acting: Representation | None = None,
    ) -> Any:
        """The answer of one request; pages that were withheld are null."""
        records = zip(dossier.record_pages, plan.records, strict=True)
        links = zip(dossier.link_pages, plan.links, strict=True)
        seen = Seen(
            dossier,
            tuple(None if page.withheld else list_records(page, ask.after is not None) for page, ask in records),
            tuple(None if page.withheld else list_links(page, ask.after is not None) for page, ask in links),
            changes,
            tags,
            looks,
            acting,
        )
        return self.make(seen, {})


def plan_subject(
    root: Root, selected: Selected, fields: Mapping[str, SubjectField], readers: Readers, limits: Limits
) -> SubjectPlan:
    """Compile a root field that answers with a subject."""
    known = [(item, fields[item.name]) for item in selected.below or () if item.name in fields]
    attributes = frozenset(field.name for _, field in known if field.kind == "attribute")
    records = tuple(item for item, field in known if field.kind == "records")
    links = tuple((item, field) for item, field in known if field.kind == "links")
    changes = tuple(item for item, field in known if field.kind in ("timeline", "difference"))
    looks = tuple(item for item, field in known if field.kind == "looks")
    if len(records) + len(links) + len(looks) > limits.lists:
        raise Refusal("LIMIT_LISTS", f"The operation exceeds the limit of {limits.lists} lists of one subject.")
    if len(changes) > limits.histories:
        told = f"{limits.histories} time lines and differences of one subject"
        raise Refusal("LIMIT_HISTORIES", f"The operation exceeds the limit of {told}.")
    reads = dict(
        _reads(known, {"records": records, "links": [item for item, _ in links], "changes": changes, "looks": looks})
    )
    # Two lists of one name differ by their arguments, so a field is read by its key in the answer and not by its name.
    own = {item.key: replace(item, name=_by_key(item.key)) for item, _ in known}
    keyed = tuple(own.get(item.key, item) for item in selected.below or ())
    make = Shaper(readers).shape(keyed, reads)
    named = any(field.name == "caption" for _, field in known)
    asked = tuple((item.key, element) for item, field in known if (element := _element(field)))
    acting = any(field.kind == "actingBy" for _, field in known)
    return SubjectPlan(
        root.cls.id, attributes, records, links, changes, _tags_ask(known), asked, named, make, looks, acting
    )


def _element(field: SubjectField) -> Element | None:
    """What a field asks; its own name and class are everybody's, and of records only their past can be denied."""
    if field.kind == "attribute":
        return Element("attribute", field.name)
    if field.relation is not None:
        return Element("relation", field.relation.id)
    return Element(_PARTS[field.kind]) if field.kind in _PARTS else None


def _tags_ask(known: Sequence[tuple[Selected, SubjectField]]) -> TagsAsk | None:
    asked = [item for item, field in known if field.kind in TAGS]
    kinds = {field.kind for _, field in known}
    explained = any(list(item.child("explanation")) for item in asked)
    return TagsAsk("tags" in kinds, "pastTags" in kinds, explained) if asked else None


def _by_key(key: str) -> str:
    """A name for what has this key in the answer; no field has such a name."""
    return f":{key}"


def _reads(
    known: Sequence[tuple[Selected, SubjectField]], lists: Mapping[str, Sequence[Selected]]
) -> Iterator[tuple[str, Reader]]:
    """What each field of the answer is read from, by its response key; lists by their place among the plan's lists."""
    for item, field in known:
        if field.kind == "own":
            yield _by_key(item.key), f"dossier.{'cls' if field.name == 'class' else field.name}"
        elif field.kind == "attribute":
            yield _by_key(item.key), _attribute(field.name)
        elif field.kind == "actingBy":
            yield _by_key(item.key), "acting"
        elif field.kind in TAGS:
            yield _by_key(item.key), TAGS[field.kind]
        else:
            name = field.kind if field.kind in lists else "changes"
            yield _by_key(item.key), _listed(name, lists[name].index(item))


def _attribute(name: str) -> Read:
    return lambda seen: seen.dossier.envelopes.get(name)


def _listed(name: str, index: int) -> Read:
    lists = attrgetter(name)
    return lambda seen: lists(seen)[index]


def shape_list(selected: Selected, readers: Readers) -> Make:
    """What shapes the answer of a root field that answers with a list of captions."""
    return Shaper(readers).object(selected.below or (), selected.type)


def asked_moment(arguments: Arguments, today: str) -> Moment:
    """The moment that a root field asks about."""
    return moment_of(arguments.get("asOf"), today)


def page_size(arguments: Arguments, limits: Limits) -> int:
    """The size of a page, within its limit."""
    size: int = arguments["first"]
    if not 0 <= size <= limits.page:
        raise Refusal("LIMIT_PAGE", f"A page has from 0 to {limits.page} items.")
    return size


def literal_texts(selected: Selected, written: Set[str]) -> Iterator[str]:
    """The arguments of free text that stand in the document itself, there or as the default of a variable (one of `written`)."""
    assert selected.definition is not None  # noqa: S101  # only __typename has none
    for argument in selected.node.arguments or ():
        name, value = argument.name.value, argument.value
        literal = not isinstance(value, VariableNode) or value.name.value in written
        if literal and get_named_type(selected.definition.args[name].type) == GraphQLString:
            yield name


def _records_ask(item: Selected, arguments: Arguments, limits: Limits) -> RecordsAsk:
    after = place(arguments["after"], 2)
    seen = (after[0], after[1]) if after else None
    return RecordsAsk(page_size(arguments, limits), seen, arguments["history"], any(item.child("totalCount")))


def _changes_ask(arguments: Arguments, limits: Limits, moment: Moment, today: str) -> ChangesAsk:
    size, after, told = page_size(arguments, limits), arguments["after"], arguments.get("to")
    since = moment_of(arguments["from"], today) if "from" in arguments else None
    return ChangesAsk(size, after, moment_of(told, today) if told else moment, since)


def _links_ask(item: Selected, field: SubjectField, arguments: Arguments, limits: Limits) -> LinksAsk:
    assert field.relation is not None  # noqa: S101  # of kind "links"
    after = place(arguments["after"], 1)
    sources, count = any(item.child("edges", "sources")), any(item.child("totalCount"))
    size = page_size(arguments, limits)
    return LinksAsk(field.relation.id, field.forward, size, after[0] if after else None, sources, count=count)
