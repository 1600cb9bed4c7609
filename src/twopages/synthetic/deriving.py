"""What follows from the answers: the derived values of every entity, by the ontology's definitions, on the day of the deliveries."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeVar

from twopages.ontology.derivation import (
    AllOf,
    Condition,
    Count,
    Derivation,
    Every,
    Extreme,
    FirstMatch,
    FullYears,
    Moved,
    Parity,
    Path,
    Presence,
    Slice,
    Test,
)
from twopages.ontology.model import Attribute, Model
from twopages.synthetic.answers import Answers
from twopages.synthetic.cells import SEPARATOR

DAYS = ("date", "partialDate")
T = TypeVar("T")
Told = tuple[str, ...]  # values as text; empty: none


class Doubt(Exception):  # noqa: N818  # not an error: nobody can know the value
    """The value hangs on something ambiguous."""


@dataclass
class Deriving:
    """Works derived values out, each once."""

    model: Model
    answers: Answers
    given: dict[str, dict[int, Told | None]] = field(default_factory=dict)  # None: ambiguous
    made: dict[tuple[str, int], Told | None] = field(default_factory=dict)
    ends: dict[Path, dict[int, set[int]]] = field(default_factory=dict)
    open: set[tuple[str, int]] = field(default_factory=set)  # relation and entity of which an edge is in doubt

    def __post_init__(self) -> None:
        for name, verdicts in self.answers.values.items():
            rows = zip(verdicts.owner.tolist(), verdicts.value.tolist(), verdicts.unsure.tolist(), strict=True)
            told = {
                owner: None if unsure else tuple(filter(None, value.split(SEPARATOR))) for owner, value, unsure in rows
            }
            self.given[name] = told
        for relation, start, finish in self.answers.edges:
            self.ends.setdefault(Path(relation, True), {}).setdefault(start, set()).add(finish)
            self.ends.setdefault(Path(relation, False), {}).setdefault(finish, set()).add(start)
        self.open = set(self.answers.doubts)
        for relation, *both in self.answers.respelled:
            self.open |= {(relation, number) for number in both}

    def derived(self, attribute: Attribute) -> dict[int, str | None]:
        """The values that no source gives, by entity; None where that cannot be known."""
        known = self.answers.known
        mine = [
            number
            for number, (cls, _) in enumerate(known.entities)
            if cls == attribute.cls and known.one(number) == number
        ]
        found = {
            number: self._known(attribute.id, number)
            for number in mine
            if number not in self.given.get(attribute.id, {})
        }
        return {number: told[0] if told else None for number, told in found.items() if told != ()}

    def _known(self, name: str, number: int) -> Told | None:
        """What an attribute comes to; None where that is ambiguous."""
        if number in self.given.get(name, {}):
            return self.given[name][number]
        if (name, number) not in self.made:
            derivation = self.model.attributes[name].derivation
            try:
                found = self._work_out(self.model.attributes[name], derivation, number) if derivation else ""
                self.made[name, number] = (found,) if found else ()
            except Doubt:
                self.made[name, number] = None
        return self.made[name, number]

    def _all(self, name: str, number: int) -> Told:
        told = self._known(name, number)
        if told is None:
            raise Doubt
        return told

    def _value(self, name: str, number: int) -> str:
        return next(iter(self._all(name, number)), "")

    def _far(self, path: Path, number: int) -> set[int]:
        if (path.relation, number) in self.open:
            raise Doubt
        return self.ends.get(path, {}).get(number, set())

    def _work_out(self, attribute: Attribute, derivation: Derivation, number: int) -> str:
        """One operation; "" where it comes to nothing."""
        work: Mapping[type, Callable[[], str]] = {
            Slice: lambda: self._sliced(attribute, derivation, number),  # type: ignore[arg-type]
            Parity: lambda: self._parity(derivation, number),  # type: ignore[arg-type]
            FullYears: lambda: self._years(self._value(derivation.of, number)),  # type: ignore[union-attr]
            Presence: lambda: _truth(bool(self._value(derivation.of, number))),  # type: ignore[union-attr]
            Count: lambda: self._counted(derivation, number),  # type: ignore[arg-type]
            Extreme: lambda: self._extreme(derivation, number),  # type: ignore[arg-type]
            AllOf: lambda: _truth(self._hold(derivation.where, number)),  # type: ignore[union-attr]
            FirstMatch: lambda: self._first(derivation, number),  # type: ignore[arg-type]
            Moved: lambda: self._moved(derivation, number),  # type: ignore[arg-type]
        }
        return work[type(derivation)]()

    def _sliced(self, attribute: Attribute, derivation: Slice, number: int) -> str:
        value = self._value(derivation.of, number)
        piece = value[derivation.first - 1 : derivation.last] if len(value) >= derivation.last else ""
        return f"{piece[:4]}-{piece[4:6]}-{piece[6:]}" if piece and attribute.kind in DAYS else piece

    def _parity(self, derivation: Parity, number: int) -> str:
        value = self._value(derivation.of, number)
        digit = value[derivation.position - 1 : derivation.position]
        return "" if not digit.isdigit() else derivation.odd if digit in "13579" else derivation.even

    def _years(self, value: str) -> str:
        since = (value + "-01-01")[:10]
        if not value or since > self.answers.day:
            return ""
        return str(int(self.answers.day[:4]) - int(since[:4]) - (self.answers.day[5:] < since[5:]))

    def _counted(self, derivation: Count, number: int) -> str:
        far = {end for path in derivation.paths for end in self._far(path, number)}
        return str(sum(self._hold(derivation.where, end) for end in far))

    def _extreme(self, derivation: Extreme, number: int) -> str:
        far = {end for path in derivation.paths for end in self._far(path, number)}
        values = sorted(filter(None, (self._value(derivation.of, end) for end in far)))
        return values[-1 if derivation.latest else 0] if values else ""

    def _first(self, derivation: FirstMatch, number: int) -> str:
        return next((case.then for case in derivation.cases if self._hold(case.where, number)), "")

    def _moved(self, derivation: Moved, number: int) -> str:
        own = self._value(derivation.rule.state, number)
        far = [self._value(derivation.rule.state, end) for end in self._far(derivation.path, number)]
        moving = [{state for state in far if state in case.far} for case in derivation.rule.cases if own in case.near]
        states = next((found for found in moving if found), {own})
        if len(states) > 1:
            raise Doubt
        return states.pop()

    def _hold(self, where: Iterable[Test], number: int) -> bool:
        return _every(where, lambda test: self._holds(test, number))

    def _holds(self, test: Test, number: int) -> bool:
        if isinstance(test, Every):
            return _every(self._far(test.path, number), lambda end: self._hold(test.where, end))
        values = self._all(test.of, number)
        if test.present is not None:
            return bool(values) == test.present
        if not values:
            return test.or_absent
        if test.codes is not None:
            return bool(test.codes & set(values))
        if test.truth is not None:
            return values[0] == _truth(test.truth)
        return self._in_time(test, (values[0] + "-01-01")[:10])

    def _in_time(self, test: Condition, value: str) -> bool:
        late_enough = value > self._moment(test.after) if test.after else True
        not_early = value >= self._moment(test.not_before) if test.not_before else True
        return late_enough and not_early and (value <= self._moment(test.not_after) if test.not_after else True)

    def _moment(self, distance: str) -> str:
        """The day so far from the day of the question; only days and years are used."""
        number, unit = int(distance.replace("P", "")[:-1]), distance[-1]
        today = date.fromisoformat(self.answers.day)
        if unit == "D":
            return str(today + timedelta(days=number))
        if unit != "Y":
            raise ValueError(f"Nobody has said yet what {distance} is.")
        leap = (today.month, today.day) == (2, 29)
        return str(today.replace(year=today.year + number, day=28) if leap else today.replace(year=today.year + number))


def _every(items: Iterable[T], holds: Callable[[T], bool]) -> bool:
    """Whether it holds for all; what fails for certain decides, whatever is in doubt beside it."""
    doubt = None
    for item in items:
        try:
            if not holds(item):
                return False
        except Doubt as found:
            doubt = found
    if doubt:
        raise doubt
    return True


def _truth(value: bool) -> str:
    return "true" if value else "false"
