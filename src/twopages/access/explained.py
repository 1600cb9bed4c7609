"""What an explanation tells of its conditions under a purpose: nothing that does not follow from what the purpose gives. Pure.

A condition on something that is not given is withheld. The others say how they came out as long as those decide the rule by
themselves; where they do not, none does: together with the tag, which is given, they would tell how the withheld one came out.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from twopages.access.decision import Decision, Element
from twopages.access.reasons import Code
from twopages.dossier import Envelope
from twopages.dossier.tagged import Explanation
from twopages.dossier.told import Ends, FarLine, Line, Shown
from twopages.ontology.rule import Apart, Both, Condition, Differs, Either, Far, Has, OnlyOne, Share, Step, inner
from twopages.tags.explain import enough


class At(NamedTuple):
    """What a condition looks at: something of a class, and the relation that leads there; none to the subject."""

    cls: str
    relation: str = ""


def behind(step: Step) -> At:
    """What a step leads to."""
    return At(step.cls, step.relation)


@dataclass(frozen=True, slots=True)
class Conditions:
    """Which conditions look at nothing but what a decision gives."""

    decision: Decision

    def whole(self, condition: Condition) -> bool:
        """Whether all that a rule about the subject looks at is given."""
        return not any(self._codes(condition, At(self.decision.purpose.subject)))

    def code(self, condition: Condition, at: At) -> Code | None:
        """Why a condition is withheld for what it looks at by itself."""
        match condition:
            case Has(of, part=part):
                return self.part(at) if part else self.attribute(of, at)
            case Share(of, base):
                return self.attribute(of, at) or self.attribute(base, at)
            case Differs(of, other):
                return self.attribute(of, at) or self.attribute(other, at)
            case Far(step):
                return self._step(step, at)
            case Apart(one, other):
                return self._step(one, at) or self._step(other, at)
        return None

    def attribute(self, name: str, at: At) -> Code | None:
        """Why an attribute is not told."""
        element = Element("far", name, at.relation) if at.relation else Element("attribute", name)
        verdict = self.decision.on(element)
        return verdict.code or ("MASKED_IN_PURPOSE" if verdict.masked else None)

    def part(self, at: At) -> Code | None:
        """Why a part of the relation that leads to something is not told."""
        return self.decision.on(Element("relation", at.relation)).code

    def _step(self, step: Step, at: At) -> Code | None:
        """Why a relation is not followed: from other subjects none is, nor from a thing to other subjects."""
        if at.relation and (self._file(at.cls) or self._file(step.cls)):
            return "NOT_IN_PURPOSE"
        return self.decision.on(Element("relation", step.relation)).code

    def _codes(self, condition: Condition, at: At) -> Iterator[Code | None]:
        yield self.code(condition, at)
        for term in inner(condition):
            yield from self._codes(term, behind(condition.step) if isinstance(condition, Far) else at)

    def _file(self, cls: str) -> bool:
        return self.decision.model.classes[cls].subject


@dataclass(frozen=True, slots=True)
class Explained:
    """Takes out of an explanation what a decision does not give; values and short names are veiled by others."""

    conditions: Conditions
    envelope: Callable[[Envelope], Envelope]
    caption: Callable[[str, str], str]
    silent: bool = False  # no condition says how it came out

    def explanation(self, explanation: Explanation) -> Explanation:
        """An explanation that says whether the rule holds, as having the tag does, and no more than follows from what is given."""
        line, at = explanation.line, At(self.conditions.decision.purpose.subject)
        silent = not self.follows(line, at)
        told = replace(self, silent=silent)._line(line, at)
        absence = None if silent else explanation.by_absence
        change = None if any(item.withheld for item in _lines(told)) else explanation.change
        return replace(explanation, line=replace(told, holds=line.holds), by_absence=absence, change=change)

    def follows(self, line: Line, at: At) -> bool:
        """Whether how a condition came out follows from what is given, however the withheld ones did."""
        if line.condition is None or self.conditions.code(line.condition, at):
            return False
        match line.condition:
            case Both():
                return self._settled(line.children, at, by=False)
            case Either():
                return self._settled(line.children, at, by=True)
            case OnlyOne():
                met = sum(self._surely(child, at, holds=True) for child in line.children)
                return met > 1 or all(self.follows(child, at) for child in line.children)
            case Far() as far:
                return line.ends is not None and self._counted(far, line.ends.named)
        return True

    def _settled(self, lines: Iterable[Line], at: At, *, by: bool) -> bool:
        """Whether all follow, or one of them is such that the others do not matter."""
        told = tuple(lines)
        return any(self._surely(line, at, holds=by) for line in told) or all(self.follows(line, at) for line in told)

    def _surely(self, line: Line, at: At, *, holds: bool) -> bool:
        return line.holds is holds and not line.missing and self.follows(line, at)

    def _counted(self, far: Far, ends: tuple[FarLine, ...]) -> bool:
        """Whether all far ends follow, or the others do not matter."""
        at = behind(far.step)
        if all(self._met(end, at) for end in ends):
            return True
        least = {end.id for end in ends if self._surely_met(end, at, met=True)}
        most = {end.id for end in ends if not self._surely_met(end, at, met=False)}
        return len({enough(far, count) for count in range(len(least), len(most) + 1)}) == 1

    def _met(self, end: FarLine, at: At) -> bool:
        """Whether it follows that a far end counts, or that it does not."""
        return end.line is None or self.follows(end.line, at)

    def _surely_met(self, end: FarLine, at: At, *, met: bool) -> bool:
        return end.met is met and (end.line is None or self._surely(end.line, at, holds=met))

    def _line(self, line: Line, at: At) -> Line:
        if line.condition is None:
            return line
        code = self.conditions.code(line.condition, at)
        if code is None and (self.silent or not self.follows(line, at)):
            code = "RESTS_ON_WITHHELD"
        told = replace(
            line,
            values=tuple(self._shown(item, at) for item in line.values),
            children=tuple(self._line(item, at) for item in line.children),
            ends=self._ends(line, at),
        )
        return replace(told, holds=None, missing=None, withheld=code) if code else told

    def _shown(self, shown: Shown, at: At) -> Shown:
        code = self.conditions.part(at) if shown.relation else self.conditions.attribute(shown.of, at)
        if code:
            return replace(shown, values=(), records=(), envelope=None, veiled=True)
        return replace(shown, envelope=shown.envelope and self.envelope(shown.envelope))

    def _ends(self, line: Line, at: At) -> Ends | None:
        """The far ends of a relation that is given."""
        condition, ends = line.condition, line.ends
        if ends is None or condition is None or self.conditions.code(condition, at):
            return None
        named = tuple(self._end(end, At(end.cls, ends.relation)) for end in ends.named)
        return replace(ends, named=named, met=None if any(end.met is None for end in named) else ends.met)

    def _end(self, end: FarLine, at: At) -> FarLine:
        met = None if self.silent or not self._met(end, at) else end.met
        line = None if end.line is None else self._line(end.line, at)
        return replace(end, caption=self.caption(end.cls, end.caption), met=met, line=line)


def _lines(line: Line) -> Iterator[Line]:
    """A line and all inside it, those on far ends among them."""
    yield line
    ends = line.ends.named if line.ends else ()
    for below in (*line.children, *(end.line for end in ends if end.line)):
        yield from _lines(below)
