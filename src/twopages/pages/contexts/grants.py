"""Consents and authorisations on a page: what a file gave and was given, and the forms that give more."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from twopages.access.agencies import Agency
from twopages.access.grants import Authorisation, Consent, State
from twopages.access.grants.terms import consentable, entrustable, named, things
from twopages.dossier import Far
from twopages.ontology.model import Purpose
from twopages.pages.contexts.frame import Frame, Place
from twopages.pages.contexts.owners import OpenPath
from twopages.pages.showing import Showing

Act = Literal["consent", "withdraw", "authorise", "revoke", "accept", "decline", "refuse", "restore"]
NAME_OF: Final = "name."  # what stands before a purpose in the field of the form that names its organisation
PART: Final = "part."  # what stands before a part of the file in the fields of the form that authorises
_FORMS: Final = {"consent": "#consent-title", "authorise": "#trust-title"}
_TAGS: Final = "tags"
_RELATIONS: Final = "relations"
_GROUP: Final = "group-"
_ENDED: Final[frozenset[State]] = frozenset({"past", "withdrawn", "declined", "resigned"})


@dataclass(frozen=True, slots=True)
class Button:
    """A button that changes a grant; `strong` is the one that most people want."""

    act: Act
    label: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class GrantLine:
    """A consent, an authorisation or an agent on record: for what, to or from whom, which days, how it stands.

    `href` leads to the file of whom it is from; `says` is what a relation on record says, and `sources` are where it comes from.
    """

    id: str
    title: str
    who: str
    days: str
    state: State
    said: str
    gives: str
    buttons: tuple[Button, ...]
    href: str = ""
    says: tuple[str, ...] = ()
    sources: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class GrantList:
    """Grants of one kind: those that stand, and those that are over."""

    id: str
    title: str
    note: str
    standing: tuple[GrantLine, ...]
    over: tuple[GrantLine, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """A purpose that can be chosen; `name` is the field for the name of the organisation where none is set, with what stands in it."""

    id: str
    label: str
    who: str
    about: str
    gives: str
    basis: str
    chosen: bool
    name: str
    written: str


@dataclass(frozen=True, slots=True)
class PartChoice:
    """A part of the file that an agent can be given."""

    name: str
    label: str
    about: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TrustForm:
    """The form that authorises an agent: for which purpose, and which parts of it there are."""

    purpose: str
    label: str
    about: str
    basis: str
    parts: tuple[PartChoice, ...]
    since: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first and the last day that the forms take, and what was written as last day in the one that was sent."""

    today: str
    last: str
    consent: str
    trust: str


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent and refused: what it was to do, its fields, and what is wrong with it, in words."""

    act: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    fault: str = ""

    def of(self, act: Act, name: str) -> str:
        """What stood in a field, if it was this form that was sent."""
        return self.fields.get(name, "") if self.act == act else ""


@dataclass(frozen=True, slots=True)
class GrantsPage:
    """What the template of consents and authorisations is told; `again` leads from a fault to the form that it is in."""

    frame: Frame
    back: Place | None
    action: str
    fault: str
    again: str
    lists: tuple[GrantList, ...]
    choices: tuple[Choice, ...]
    trust: TrustForm | None
    bounds: Bounds


@dataclass(frozen=True, slots=True)
class Shown:
    """The grants of a file as they were read on a day, and how the names of other files are told (`name`: by class and id).

    `back` is the page of the file, if the viewer may open it; `last` the last day until which anything can be given;
    `received` and `principals` are None where nobody asks as an agent; `person` is the class of agents. `agents` and `principals`
    are on record; `opened` tells where a file is opened, `record` where a row about this file is.
    """

    cls: str
    action: str
    back: Place | None
    today: str
    last: str
    consents: Sequence[Consent]
    given: Sequence[Authorisation]
    received: Sequence[Authorisation] | None
    name: Callable[[str, str], str]
    person: str
    agents: Sequence[Agency] = ()
    principals: Sequence[Agency] | None = None
    opened: OpenPath = lambda far: ""
    record: Callable[[str], str] = lambda record: ""


def grants_page(
    frame: Frame, showing: Showing, shown: Shown, form: Form, on_record: Iterable[GrantList] = ()
) -> GrantsPage:
    """The page of one file; lists of agents on record stand before the others."""
    model = showing.model
    return GrantsPage(
        frame=frame,
        back=shown.back,
        action=shown.action,
        fault=form.fault,
        again=_FORMS.get(form.act, ""),
        lists=(*on_record, *_Lines(showing, shown).lists()),
        choices=tuple(_choice(showing, item, form) for item in consentable(model, shown.cls).values()),
        trust=_trust(showing, next(iter(entrustable(model, shown.cls).values()), None), form, shown.today),
        bounds=Bounds(shown.today, shown.last, form.of("consent", "until"), form.of("authorise", "until")),
    )


@dataclass(frozen=True, slots=True)
class _Lines:
    """Writes the lines of one page."""

    showing: Showing
    shown: Shown

    def lists(self) -> Iterable[GrantList]:
        if self.shown.received:
            yield self._list("received", map(self.received, self.shown.received))
        yield self._list("consents", map(self.consent, self.shown.consents))
        yield self._list("given", map(self.given, self.shown.given))

    def _list(self, id: str, lines: Iterable[GrantLine]) -> GrantList:
        say, found = self.showing.say, tuple(lines)
        standing = tuple(line for line in found if line.state not in _ENDED)
        over = tuple(line for line in found if line.state in _ENDED)
        note = "" if standing else say(f"grants.{id}.none")
        return GrantList(id, say(f"grants.{id}"), note, standing, over)

    def consent(self, item: Consent) -> GrantLine:
        """A consent."""
        state = item.state(self.shown.today)
        department = self.showing.model.departments.get(item.organisation)
        who = self.showing.say.label(department.label) if department else item.name
        buttons = () if state in _ENDED else (self._button("withdraw"),)
        return self._line(item, state, who, "", buttons)

    def given(self, item: Authorisation) -> GrantLine:
        """An authorisation as the one sees it who gave it; the agent is named only once he or she accepted."""
        state = item.state(self.shown.today)
        who = (self.shown.name(self.shown.person, item.agent) if item.accepted else "") or item.shown
        buttons = () if state in _ENDED else (self._button("revoke"),)
        return self._line(item, state, self.showing.say("grants.agent", who=who), self._parts(item), buttons)

    def received(self, item: Authorisation) -> GrantLine:
        """An authorisation as the agent sees it; one that holds leads to the file."""
        state = item.state(self.shown.today)
        if state in _ENDED:
            return self._line(item, state, "", self._parts(item), ())
        who = self.showing.say("grants.from", who=self.shown.name(item.cls, item.subject))
        line = self._line(item, state, who, self._parts(item), self._answers(state))
        return replace(line, href=self.shown.opened(Far(item.subject, item.cls, "")) if state == "valid" else "")

    def _answers(self, state: State) -> tuple[Button, ...]:
        """What an agent can do about an authorisation."""
        if state == "waiting":
            return self._button("accept", strong=True), self._button("decline")
        return (Button("decline", self.showing.say("grants.act.give_back")),)

    def _line(
        self, item: Consent | Authorisation, state: State, who: str, gives: str, buttons: tuple[Button, ...]
    ) -> GrantLine:
        say, purpose = self.showing.say, self.showing.model.purposes.get(item.purpose)
        days = say("grants.days", since=self.showing.day(item.since), until=self.showing.day(item.until))
        title = say.label(purpose.label) if purpose else say("grants.purpose_gone")
        return GrantLine(item.id, title, who, days, state, say(f"grants.state.{state}"), gives, buttons)

    def _button(self, act: Act, strong: bool = False) -> Button:
        return Button(act, self.showing.say(f"grants.act.{act}"), strong)

    def _parts(self, item: Authorisation) -> str:
        say, purpose = self.showing.say, self.showing.model.purposes.get(item.purpose)
        if not item.items or purpose is None:
            return say("grants.everything")
        held = (label for name, label, inside in parts_of(self.showing, purpose) if inside & item.items)
        return say("list.join").join(held)


def _choice(showing: Showing, purpose: Purpose, form: Form) -> Choice:
    say, name = showing.say, "" if named(showing.model, purpose) else f"{NAME_OF}{purpose.id}"
    department = showing.model.departments.get(purpose.department or "")
    return Choice(
        id=purpose.id,
        label=say.label(purpose.label),
        who=say.label(department.label) if department and not name else say("grants.other"),
        about=say.label(purpose.description),
        gives=say("list.join").join(_names(showing, things(purpose))),
        basis=say.label(purpose.legal_basis),
        chosen=form.of("consent", "purpose") == purpose.id,
        name=name,
        written=form.of("consent", name) if name else "",
    )


def _trust(showing: Showing, purpose: Purpose | None, form: Form, today: str) -> TrustForm | None:
    if purpose is None:
        return None
    say = showing.say
    parts = tuple(
        PartChoice(
            PART + name, label, say("list.join").join(_names(showing, inside)), bool(form.of("authorise", PART + name))
        )
        for name, label, inside in parts_of(showing, purpose)
    )
    told = (say.label(purpose.label), say.label(purpose.description), say.label(purpose.legal_basis))
    return TrustForm(purpose.id, *told, parts, form.of("authorise", "since") or today)


def parts_of(showing: Showing, purpose: Purpose) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """The parts of what a purpose gives: groups of attributes, tags, relations; each with its field, its label and what is in it."""
    model, say, grouped = showing.model, showing.say, dict[str, set[str]]()
    for item in model.attributes.values():
        if item.id in purpose.attributes:
            grouped.setdefault(item.group, set()).add(item.id)
    groups = [
        (_GROUP + id, say.label(model.groups[id].label), frozenset(grouped[id])) for id in model.groups if id in grouped
    ]
    others = ((_TAGS, "tags.title", purpose.tags), (_RELATIONS, "subject.relations", purpose.relations))
    return (*groups, *((name, say(key), inside) for name, key, inside in others if inside))


def _names(showing: Showing, ids: Iterable[str]) -> list[str]:
    """What attributes, relations and tags are called, in the order of the ontology."""
    wanted, model = set(ids), showing.model
    return [
        showing.say.label(item.label)
        for items in (model.attributes, model.relations, model.tags)
        for item in items.values()
        if item.id in wanted
    ]
