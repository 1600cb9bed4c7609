"""Derivations: the closed set of operations by which a value follows from other values and from relations. Plain data."""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Path:
    """A relation followed from its from end (`forward`) or from its to end."""

    relation: str
    forward: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """What one value must be; a missing value meets it only where `or_absent` says so, or where it asks for absence.

    `codes`: one of these; `truth`: that truth value; `present`: that there is one, or none; `after`, `not_before` and
    `not_after`: bounds of a day as distances from the day of the question, such as "-P18Y" or "P30D" ("" is no bound).
    """

    of: str
    codes: frozenset[str] | None = None
    truth: bool | None = None
    present: bool | None = None
    after: str = ""
    not_before: str = ""
    not_after: str = ""
    or_absent: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """Every far end over a relation meets the conditions; it holds where there is none."""

    path: Path
    where: tuple[Condition, ...]


Test = Condition | Every


@dataclass(frozen=True, slots=True)
class Slice:
    """Characters `first` to `last` (from 1, both included) of a value; as a date they read yyyyMMdd."""

    of: str
    first: int
    last: int
    operation: Literal["slice"] = "slice"


@dataclass(frozen=True, slots=True)
class Parity:
    """One code where the digit at a position (from 1) is odd, another where it is even."""

    of: str
    position: int
    odd: str
    even: str
    operation: Literal["parity"] = "parity"


@dataclass(frozen=True, slots=True)
class FullYears:
    """Full years from a day to the day of the question; a month or year counts as its first day."""

    of: str
    operation: Literal["full-years"] = "full-years"


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether there is a value."""

    of: str
    operation: Literal["presence"] = "presence"


@dataclass(frozen=True, slots=True)
class Count:
    """How many distinct far ends of the relations meet the conditions."""

    paths: tuple[Path, ...]
    where: tuple[Condition, ...] = ()
    operation: Literal["count"] = "count"


@dataclass(frozen=True, slots=True)
class Extreme:
    """The latest, or earliest, value of the far ends of the relations."""

    paths: tuple[Path, ...]
    of: str
    latest: bool
    operation: Literal["extreme"] = "extreme"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Whether all conditions hold."""

    where: tuple[Test, ...]
    operation: Literal["all-of"] = "all-of"


@dataclass(frozen=True, slots=True)
class Match:
    """The code that stands where the conditions hold."""

    where: tuple[Test, ...]
    then: str


@dataclass(frozen=True, slots=True)
class FirstMatch:
    """The code of the first case whose conditions hold; nothing where none does."""

    cases: tuple[Match, ...]
    operation: Literal["first-match"] = "first-match"


@dataclass(frozen=True, slots=True)
class Moved:
    """The state of an entity after the rule of a relation: that of the far end where it moves the own one."""

    path: Path
    rule: "StateRule"
    operation: Literal["moved"] = "moved"


@dataclass(frozen=True, slots=True)
class StateCase:
    """Far ends in one of the states `far` move those whose own state is one of `near` into theirs."""

    far: frozenset[str]
    near: frozenset[str]


@dataclass(frozen=True, slots=True)
class StateRule:
    """How the state of the to end of a relation moves that of its from end; the first case that applies decides."""

    state: str
    cases: tuple[StateCase, ...] = field(default=())

    def effective(self, own: str | None, far: list[str]) -> tuple[str | None, int | None]:
        """The state after the rule, and the place among the far states of the one that moved it; None where none did."""
        for case in self.cases:
            moving = [place for place, state in enumerate(far) if state in case.far]
            if own in case.near and moving:
                return far[moving[0]], moving[0]
        return own, None


Derivation = Slice | Parity | FullYears | Presence | Count | Extreme | AllOf | FirstMatch | Moved


def own_inputs(derivation: Derivation) -> tuple[str, ...]:
    """The attributes of the same entity that a value follows from."""
    if isinstance(derivation, Slice | Parity | FullYears | Presence):
        return (derivation.of,)
    if isinstance(derivation, Moved):
        return (derivation.rule.state,)
    return tuple(dict.fromkeys(test.of for test in tests(derivation) if isinstance(test, Condition)))


def far_inputs(derivation: Derivation) -> tuple[tuple[Path, tuple[str, ...]], ...]:
    """The relations that a value follows from, each with the attributes of its far ends."""
    if isinstance(derivation, Moved):
        return ((derivation.path, (derivation.rule.state,)),)
    if isinstance(derivation, Count):
        return tuple((path, tuple(item.of for item in derivation.where)) for path in derivation.paths)
    if isinstance(derivation, Extreme):
        return tuple((path, (derivation.of,)) for path in derivation.paths)
    every = (test for test in tests(derivation) if isinstance(test, Every))
    return tuple((test.path, tuple(item.of for item in test.where)) for test in every)


def tests(derivation: Derivation) -> tuple[Test, ...]:
    """The conditions of the entity's own that an operation looks at."""
    if isinstance(derivation, AllOf):
        return derivation.where
    if isinstance(derivation, FirstMatch):
        return tuple(test for case in derivation.cases for test in case.where)
    return ()
