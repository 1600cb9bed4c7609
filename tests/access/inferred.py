"""Which conditions of a rule may say how they came out: the hidden ones are tried every way, and what stays the same is told.

Slow and simple on purpose, as `reference.py` is, and apart from `twopages.access`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

from tests.access.reference import Asker, Policy
from twopages.dossier.told import FarLine, Line
from twopages.ontology.rule import Apart, Both, Condition, Differs, Either, Far, Has, OnlyOne, Share, Step, inner

State = tuple[bool, bool]  # whether a condition holds, and whether that rests on something missing
ANY: frozenset[State] = frozenset(product((True, False), (True, False)))
BESIDE = "RESTS_ON_WITHHELD"


class At(NamedTuple):
    """What a condition looks at: the subject itself, or something of a class behind a relation."""

    cls: str
    relation: str = ""


class Count(NamedTuple):
    """How many of some conditions hold; and how few and how many would, whatever the missing values were."""

    holding: int = 0
    least: int = 0
    most: int = 0

    def plus(self, state: State) -> "Count":
        """One condition more."""
        holds, missing = state
        return Count(self.holding + holds, self.least + (holds and not missing), self.most + (holds or missing))


@dataclass(frozen=True)
class Inference:
    """What is told of one explanation to who asks under a purpose."""

    asker: Asker
    policy: Policy

    def states(self, line: Line, at: At) -> frozenset[State]:
        """Every way a condition can have come out for all that is given."""
        if self.code(line.condition, at):
            return ANY
        if not line.children and not isinstance(line.condition, Far):
            return frozenset({_state(line)})
        tried = {_outcome(line, count) for count in self.counts(line, at)}
        return frozenset({_state(line)}) if len(tried) == 1 else ANY

    def counts(self, line: Line, at: At) -> Iterable[Count]:
        """How many of the conditions below can hold, all ways together."""
        counts = {Count()}
        for states in self.below(line, at):
            counts = {count.plus(state) for count in counts for state in states}
        return counts

    def below(self, line: Line, at: At) -> Iterator[frozenset[State]]:
        if isinstance(line.condition, Far):
            ends = line.ends.named if line.ends else ()
            for id in sorted({end.id for end in ends}):
                yield self.end([end for end in ends if end.id == id], line.condition.step)
        else:
            yield from (self.states(child, at) for child in line.children)

    def end(self, same: list[FarLine], step: Step) -> frozenset[State]:
        """The ways one far end can have come out, over however many relations it is reached."""
        there = At(step.cls, step.relation)
        ways = [self.states(end.line, there) if end.line else {(True, False)} for end in same]
        return frozenset(_either(chosen) for chosen in product(*ways))

    def tells(self, line: Line, at: At) -> bool:
        """Whether a condition comes out one way alone."""
        return len(self.states(line, at)) == 1

    def met(self, end: FarLine, step: Step) -> bool:
        """Whether it is told that a far end counts, or not."""
        return end.line is None or self.tells(end.line, At(step.cls, step.relation))

    def whole(self, condition: Condition, at: At) -> bool:
        """Whether all is given that a condition and those inside it look at."""
        there = At(condition.step.cls, condition.step.relation) if isinstance(condition, Far) else at
        return not self.code(condition, at) and all(self.whole(term, there) for term in inner(condition))

    def code(self, condition: Condition | None, at: At) -> str:
        """Why what a condition looks at is not given; "" where it is, or where it looks at nothing by itself."""
        codes: list[str] = []
        match condition:
            case Has(of, _, part):
                codes = [self.step_code(at.relation) if part else self.attribute_code(of, at)]
            case Share(of, base):
                codes = [self.attribute_code(of, at), self.attribute_code(base, at)]
            case Differs(of, other):
                codes = [self.attribute_code(of, at), self.attribute_code(other, at)]
            case Far(step):
                codes = [self.followed_code(step, at)]
            case Apart(one, other):
                codes = [self.followed_code(one, at), self.followed_code(other, at)]
        return next(filter(None, codes), "")

    def followed_code(self, step: Step, at: At) -> str:
        """A relation is followed from the subject, and from a thing to another thing; from nowhere else."""
        foreign = at.relation and at.cls in self.asker.book.files
        back = at.relation and step.cls in self.asker.book.files
        return "NOT_IN_PURPOSE" if foreign or back else self.step_code(step.relation)

    def step_code(self, relation: str) -> str:
        return "" if relation in self.policy.relations else self.asker.code(self.policy, "relation", relation)

    def attribute_code(self, name: str, at: At) -> str:
        """Of the subject what is given plainly, of others what is given behind the relation."""
        policy = self.policy
        if not (self.behind(at, name) if at.relation else name in policy.attributes):
            return self.asker.code(policy, "attribute", name)
        return "MASKED_IN_PURPOSE" if name in policy.masked else ""

    def behind(self, at: At, name: str) -> bool:
        """Whether an attribute is given of what a relation leads to."""
        policy, grade = self.policy, self.asker.book.elements[name].grade
        whole = at.cls in policy.classes and grade <= policy.grade and name not in policy.never
        return whole or (at.relation, name) in policy.over


def _state(line: Line) -> State:
    return bool(line.holds), bool(line.missing)


def _either(states: Iterable[State]) -> State:
    told = list(states)
    sure = any(holds and not missing for holds, missing in told)
    return any(holds for holds, _ in told), not sure and any(missing for _, missing in told)


def _outcome(line: Line, count: Count) -> State:
    """How a condition comes out when so many below it hold."""
    met = [_enough(line, number) for number in range(count.least, count.most + 1)]
    return _enough(line, count.holding), len(set(met)) > 1


def _enough(line: Line, number: int) -> bool:
    match line.condition:
        case Both(terms):
            return number == len(terms)
        case Either():
            return number > 0
        case OnlyOne():
            return number == 1
        case Far(_, _, least, most):
            return number >= least and (most is None or number <= most)
    raise AssertionError(line.condition)
