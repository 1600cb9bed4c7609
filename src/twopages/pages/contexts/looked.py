"""Who looked at a file, in words: office, time, purpose, legal basis, fields; and questions about looks, with their answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from twopages.access.looked.looks import LookGroup, LooksAsk, LooksPage
from twopages.access.looked.questions import MOST, OpenQuestion
from twopages.access.looked.seen import Asked, LookSeen
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame
from twopages.pages.showing import Showing

_PREFIX: Final = "purpose/"


@dataclass(frozen=True, slots=True)
class Field:
    """What was shown in a look, by its name; `masked`: only with its middle hidden."""

    label: str
    masked: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A question about a look; `answer` says that there is none yet where there is none."""

    when: str
    text: str
    answered: str
    answer: str


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look in words; `may_ask`: its subject may question it now."""

    id: str
    office: str
    role: str
    when: str
    facts: tuple[Fact, ...]
    brief: str
    fields: tuple[Field, ...]
    talks: tuple[Talk, ...]
    may_ask: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be chosen in the filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """The filter as it is filled in; `any`: something is chosen."""

    offices: tuple[Choice, ...]
    purposes: tuple[Choice, ...]
    since: str
    until: str
    own: bool
    any: bool


@dataclass(frozen=True, slots=True)
class Fold:
    """The looks of those whose file it is, which stand apart: the newest, and how many there are."""

    lines: tuple[LookLine, ...]
    total: int
    all: str  # where all of them are, if these are not


@dataclass(frozen=True, slots=True)
class LookedPage:
    """What the template of looks is told; `query` is what stands in the address, `next` where older looks are."""

    frame: Frame
    here: str
    lead: str
    filter: Filter
    offices: tuple[Fact, ...]
    total: int
    lines: tuple[LookLine, ...]
    own: Fold | None
    query: str
    next: str
    fault: str
    most: int


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A question that waits for its answer, and the look that it is about."""

    action: str
    kind: str
    talk: Talk
    line: LookLine


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """What the template of open questions is told."""

    frame: Frame
    lines: tuple[OpenLine, ...]
    fault: str
    most: int


@dataclass(frozen=True, slots=True)
class Found:
    """What was read: the looks that are asked for, and the own ones where they stand apart."""

    ask: LooksAsk
    looks: LooksPage
    own: LooksPage | None


@dataclass(frozen=True, slots=True)
class Ways:
    """Addresses of a page of looks: the file, what stands behind the address of this page, where older looks and all own ones are."""

    here: str
    query: str
    older: str
    own: str


def looked_page(frame: Frame, showing: Showing, found: Found, ways: Ways, fault: str = "") -> LookedPage:
    """The looks at a file; `fault` says what is wrong with what was asked."""
    return LookedPage(
        frame=frame,
        here=ways.here,
        lead=showing.say("looked.lead"),
        filter=_filter(showing, found),
        offices=tuple(_offices(showing, found)),
        total=found.looks.total(found.ask),
        lines=tuple(look_line(showing, look) for look in found.looks.looks),
        own=_fold(showing, found, ways.own),
        query=ways.query,
        next=ways.older if found.looks.more else "",
        fault=fault,
        most=MOST,
    )


def questions_page(frame: Frame, showing: Showing, found: Sequence[OpenQuestion], fault: str = "") -> QuestionsPage:
    """The questions that wait for an answer; `fault` says why one was not answered."""
    return QuestionsPage(frame, tuple(_open_line(showing, item) for item in found), fault, MOST)


def _open_line(showing: Showing, item: OpenQuestion) -> OpenLine:
    cls = showing.model.classes.get(item.look.cls)
    kind = showing.say.label(cls.label) if cls else item.look.cls
    return OpenLine(
        f"/questions/{item.asked.id}", kind, _talk(showing, item.asked), look_line(showing, item.look, ask=False)
    )


def look_line(showing: Showing, look: LookSeen, *, ask: bool = True) -> LookLine:
    """A look in words; `ask`: whether it can be questioned where it stands."""
    say, masked = showing.say, frozenset(look.masked)
    fields = tuple(Field(_field(showing, name), name in masked) for name in look.fields)
    hidden = sum(field.masked for field in fields)
    return LookLine(
        id=look.id,
        office=_office(showing, look.organisation, look.role),
        role=_role(showing, look.role) if look.organisation in showing.model.departments else "",
        when=showing.moment(look.at),
        facts=tuple(_facts(showing, look)),
        brief=say.count("looked.fields", len(fields)) + (say("looked.veiled", number=hidden) if hidden else ""),
        fields=fields,
        talks=tuple(_talk(showing, asked) for asked in look.asked),
        may_ask=ask and all(asked.answer for asked in look.asked),
    )


def _talk(showing: Showing, asked: Asked) -> Talk:
    answered = showing.moment(asked.answered) if asked.answered else ""
    return Talk(showing.moment(asked.at), asked.text, answered, asked.answer or showing.say("looked.waiting"))


def _facts(showing: Showing, look: LookSeen) -> Iterator[Fact]:
    say, case = showing.say, showing.say("looked.case.yes" if look.case else "looked.case.no")
    told = {
        "purpose": _purpose(showing, look.purpose),
        "basis": _basis(showing, look),
        "way": say("looked.how", way=say(f"looked.way.{look.look}"), case=case),
    }
    return (Fact(say(f"looked.{name}"), text) for name, text in told.items())


def _purpose(showing: Showing, name: str) -> str:
    """A purpose as the ontology names it; one that it has no more by its id."""
    known = showing.model.purposes.get(name.removeprefix(_PREFIX))
    return showing.say.label(known.label) if known else name


def _basis(showing: Showing, look: LookSeen) -> str:
    """The basis as it was then; in the other language, or where a name stands for it, as the ontology tells it now."""
    known = showing.model.purposes.get(look.purpose.removeprefix(_PREFIX))
    if known and (look.basis.isascii() or known.legal_basis.zh.startswith(look.basis)):
        return showing.say.label(known.legal_basis)
    return look.basis


def _office(showing: Showing, organisation: str | None, role: str) -> str:
    """Who looked: the department, else what the ontology calls the role."""
    known = showing.model.departments.get(organisation or "")
    return showing.say.label(known.label) if known else _role(showing, role)


def _role(showing: Showing, role: str) -> str:
    key, known = f"role.{role}", showing.model.viewer_roles.get(role)
    if known:
        return showing.say.label(known.label)
    return showing.say(key) if key in showing.say.texts else role


def _field(showing: Showing, name: str) -> str:
    """The name of what was shown: an attribute, a tag, a relation, an attribute behind one, or a part of the file."""
    behind, _, last = name.rpartition(":")
    return (
        showing.say("looked.behind", relation=_term(showing, behind), name=_term(showing, last))
        if behind
        else _term(showing, last)
    )


def _term(showing: Showing, name: str) -> str:
    model, key = showing.model, f"looked.field.{name}"
    known = model.attributes.get(name) or model.tags.get(name) or model.relations.get(name)
    if known:
        return showing.say.label(known.label)
    return showing.say(key) if key in showing.say.texts else name


def _filter(showing: Showing, found: Found) -> Filter:
    ask, groups = found.ask, found.looks.groups
    offices = {group.office: _office(showing, group.organisation, group.role) for group in groups}
    purposes = {group.purpose: _purpose(showing, group.purpose) for group in groups}
    return Filter(
        offices=tuple(_choices(offices, ask.office)),
        purposes=tuple(_choices(purposes, ask.purpose)),
        since=ask.since or "",
        until=ask.until or "",
        own=bool(ask.own),
        any=any((ask.office, ask.purpose, ask.since, ask.until)),
    )


def _choices(labels: Mapping[str, str], chosen: str | None) -> Iterator[Choice]:
    """What occurs, and what was chosen even where it does not."""
    for value, label in sorted({**({chosen: chosen} if chosen else {}), **labels}.items(), key=lambda item: item[1]):
        yield Choice(value, label, value == chosen)


def _offices(showing: Showing, found: Found) -> Iterator[Fact]:
    """How often each office looked, as far as it is asked."""
    numbers: dict[str, int] = {}
    labels: dict[str, LookGroup] = {}
    for group in found.looks.groups:
        if group.fits(found.ask):
            numbers[group.office] = numbers.get(group.office, 0) + group.number
            labels[group.office] = group
    for office, number in sorted(numbers.items(), key=lambda item: -item[1]):
        group = labels[office]
        yield Fact(_office(showing, group.organisation, group.role), showing.say.count("looked.times", number))


def _fold(showing: Showing, found: Found, all_of_them: str) -> Fold | None:
    own = found.own
    if own is None:
        return None
    lines = tuple(look_line(showing, look, ask=False) for look in own.looks)
    total = sum(group.number for group in own.groups if group.own)
    return Fold(lines, total, all_of_them if own.more else "") if total else None
