"""Why a rule holds for a subject, or why not: an interpreter of rules that keeps the values each outcome rests on. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Protocol

from twopages.ontology.model import Model
from twopages.ontology.rule import (
    Apart,
    Both,
    Condition,
    Contains,
    Differs,
    Either,
    Far,
    Has,
    Not,
    OneOf,
    OnlyOne,
    Present,
    Share,
    Step,
    Test,
    Timed,
    Within,
    boundaries,
)
from twopages.tags.sentences import Sentence, sentence
from twopages.values import Value


class View(Protocol):
    """An entity as rules see it: its values, with the records that they come from, and its relations."""

    @property
    def id(self) -> str:
        """The id of the entity."""

    @property
    def cls(self) -> str:
        """Its class."""

    def values(self, attribute: str) -> Sequence[Value]:
        """The values of an attribute; none where nothing is on record."""

    def records(self, attribute: str) -> tuple[str, ...]:
        """The ids of the records that these values come from."""

    def far(self, step: Step) -> Sequence["Edge"]:
        """The relations over a step, to far ends of its class."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation to a far end, with its own values and the records that assert it."""

    view: View
    parts: Mapping[str, Value]
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Used:
    """A value that a condition looked at: without `values` where nothing is on record.

    `relation` is set where `of` is a part of the relation that leads to `entity`.
    """

    entity: str
    cls: str
    of: str
    relation: str
    values: tuple[Value, ...]
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class End:
    """A far end that was looked at: whether it counts, and how the conditions on it came out."""

    id: str
    cls: str
    met: bool
    outcome: "Outcome | None"
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a condition came out.

    `missing`: it rests on a missing value, so that taken as unknown that value would leave it open. Where a rule itself
    asks whether there is a value or a relation, nothing is missing.
    """

    condition: Condition
    holds: bool
    missing: bool
    used: tuple[Used, ...] = ()
    children: tuple["Outcome", ...] = ()
    ends: tuple[End, ...] = ()


def explain(condition: Condition, view: View, day: date) -> Outcome:
    """How a rule comes out for a subject on a day."""
    return _Explaining(day).outcome(condition, view, None)


def by_absence(outcome: Outcome) -> bool:
    """Whether it holds only as long as something is missing."""
    return outcome.holds and outcome.missing


def would_have_to_change(model: Model, outcome: Outcome, day: date | None = None) -> Sentence | None:
    """What would have to be otherwise for a rule to hold, in words; None where it holds."""
    wanted = needed(outcome)
    return None if wanted is None else sentence(model, wanted, day)


@dataclass(frozen=True, slots=True)
class _Reached:
    """The relation over which a far end was reached; its parts may be asked there."""

    edge: Edge
    relation: str


_Known = bool | None  # None: open as long as something is missing


@dataclass(frozen=True, slots=True)
class _Explaining:
    day: date

    def outcome(self, condition: Condition, view: View, reached: _Reached | None) -> Outcome:
        match condition:
            case Has():
                return self._has(condition, view, reached)
            case Far():
                return self._far(condition, view)
            case Both(terms) | Either(terms) | OnlyOne(terms):
                children = tuple(self.outcome(term, view, reached) for term in terms)
                return _made(condition, _LISTS[type(condition)]([_known(child) for child in children]), children)
            case Not(term):
                child = self.outcome(term, view, reached)
                return Outcome(condition, not child.holds, child.missing, children=(child,))
        return self._compared(condition, view)

    def _has(self, condition: Has, view: View, reached: _Reached | None) -> Outcome:
        used = _part(condition.of, reached) if condition.part else _own(condition.of, view)
        holds = any(meets(condition.test, value, self.day) for value in used.values)
        return Outcome(condition, holds, not used.values and not isinstance(condition.test, Present), (used,))

    def _far(self, condition: Far, view: View) -> Outcome:
        step, where = condition.step, condition.where
        ends = []
        for edge in view.far(step):
            inner = None if where is None else self.outcome(where, edge.view, _Reached(edge, step.relation))
            ends.append(End(edge.view.id, edge.view.cls, inner is None or inner.holds, inner, edge.records))
        sure = {end.id for end in ends if end.met and not _open(end)}
        possible = {end.id for end in ends if end.met or _open(end)}
        holds = enough(condition, len({end.id for end in ends if end.met}))
        settled = {enough(condition, count) for count in range(len(sure), len(possible) + 1)}
        return Outcome(condition, holds, len(settled) > 1, ends=tuple(ends))

    def _compared(self, condition: Condition, view: View) -> Outcome:
        match condition:
            case Share(of, base):
                used = (_own(of, view), _own(base, view))
                holds = any(shares(condition, one, all_) for one in used[0].values for all_ in used[1].values)
                return Outcome(condition, holds, not all(item.values for item in used), used)
            case Differs(of, other):
                used = (_own(of, view), _own(other, view))
                missing = not all(item.values for item in used)
                return Outcome(condition, not missing and not set(used[0].values) & set(used[1].values), missing, used)
            case Apart(one, other):
                others = {edge.view.id for edge in view.far(other)}
                edges = [(edge, edge.view.id not in others) for edge in view.far(one)]
                ends = (End(edge.view.id, edge.view.cls, met, None, edge.records) for edge, met in edges)
                return Outcome(condition, all(met for _, met in edges), False, ends=tuple(ends))
        raise TypeError(f"no condition of a rule: {type(condition).__name__}")


def _own(of: str, view: View) -> Used:
    return Used(view.id, view.cls, of, "", tuple(view.values(of)), view.records(of))


def _part(of: str, reached: _Reached | None) -> Used:
    if reached is None:
        raise TypeError(f"no relation leads here whose part {of} could be asked")
    edge = reached.edge
    values = (edge.parts[of],) if of in edge.parts else ()
    return Used(edge.view.id, edge.view.cls, of, reached.relation, values, edge.records)


def _made(condition: Condition, known: _Known, children: tuple[Outcome, ...]) -> Outcome:
    holding = [child.holds for child in children]
    holds = _LISTS[type(condition)](holding)
    return Outcome(condition, bool(holds), known is None, children=children)


def _known(outcome: Outcome) -> _Known:
    return None if outcome.missing else outcome.holds


def _open(end: End) -> bool:
    return end.outcome is not None and end.outcome.missing


def enough(condition: Far, count: int) -> bool:
    """Whether so many far ends are as many as a condition asks for."""
    return count >= condition.least and (condition.most is None or count <= condition.most)


def _all(known: Sequence[_Known]) -> _Known:
    return False if False in known else None if None in known else True


def _any(known: Sequence[_Known]) -> _Known:
    return True if True in known else None if None in known else False


def _exactly_one(known: Sequence[_Known]) -> _Known:
    sure, open_ = known.count(True), known.count(None)
    return None if open_ and sure <= 1 else sure == 1


_LISTS: Final = {Both: _all, Either: _any, OnlyOne: _exactly_one}


def meets(test: Test, value: Value, day: date) -> bool:
    """Whether one value meets a test on a day."""
    match test:
        case Present():
            return True
        case OneOf(values):
            return any(_same(value, item) for item in values)
        case Contains(text):
            return text in str(value)
        case Within():
            return _within(test, Decimal(str(value)))
    return _in_time(test, str(value), day)


def _same(value: Value, wanted: str | bool) -> bool:
    return value is wanted if isinstance(wanted, bool) else str(value) == wanted


def _within(test: Within, number: Decimal) -> bool:
    return (
        (test.at_least is None or number >= test.at_least)
        and (test.at_most is None or number <= test.at_most)
        and (test.over is None or number > test.over)
        and (test.under is None or number < test.under)
    )


def _in_time(test: Timed, value: str, day: date) -> bool:
    """A month or year counts as its first day; where the bounds are years, so does the value."""
    first, last = boundaries(test, day)
    told = value[:4] if len(first) == 4 else f"{value}-01-01"[:10]
    return (not first or told >= first) and (not last or told <= last)


def shares(condition: Share, one: Value, whole: Value) -> bool:
    """Whether a number is the share of another that is asked; of 0 every share is 0."""
    number, bound = Decimal(str(one)), Decimal(str(whole)) * condition.percent / 100
    match condition.by:
        case "at least":
            return number >= bound
        case "at most":
            return number <= bound
        case "more than":
            return number > bound
    return number < bound


def needed(outcome: Outcome) -> Condition | None:
    """The least that would have to hold for a condition that does not; None where it holds."""
    return None if outcome.holds else _turn(outcome)


def _turn(outcome: Outcome) -> Condition:
    """What would have to hold for an outcome to be the opposite."""
    children, holds = outcome.children, outcome.holds
    match outcome.condition:
        case Not():
            return _turn(children[0])
        case Both() if not holds:
            return _all_of(_turn(child) for child in children if not child.holds)
        case Both():
            return _one_of(map(_turn, children))
        case Either() if not holds:
            return _one_of(map(_turn, children))
        case Either():
            return _all_of(_turn(child) for child in children if child.holds)
    return Not(outcome.condition) if holds else outcome.condition


def _all_of(terms: Iterable[Condition]) -> Condition:
    found = tuple(terms)
    return found[0] if len(found) == 1 else Both(found)


def _one_of(terms: Iterable[Condition]) -> Condition:
    found = tuple(terms)
    return found[0] if len(found) == 1 else Either(found)
