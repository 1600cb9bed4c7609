"""How an explanation of a tag is told under a purpose: each condition, unless that would tell of what is not given."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.access.inferred import BESIDE, At, Inference
from twopages.dossier import Envelope, Source
from twopages.dossier.tagged import Explanation
from twopages.dossier.told import Ends, Line, Shown
from twopages.ontology.rule import Apart, Far, Step


@dataclass
class Why:
    """Tells of one explanation; `silent`: no condition says how it came out, since that would tell of the hidden ones."""

    inference: Inference
    caption: Callable[[str, str], str]
    source: Callable[[Envelope, Source], dict[str, Any]]
    fields: set[str] = field(default_factory=set)  # what is told, as the receipt names it
    silent: bool = False

    def explanation(self, found: Explanation, cls: str) -> dict[str, Any]:
        """An explanation: the tag itself is given, so whether its rule holds is told in any case."""
        at, line = At(cls), found.line
        self.silent = not self.inference.tells(line, at)
        self.look(line, at)
        told = self.line(line, at, 2, ends=2)
        whole = not self.hides(line, at)
        change = {"text": {"zh": found.change.text.zh}} if found.change and whole else None
        return told | {
            "holds": line.holds, "byAbsence": None if self.silent else found.by_absence, "wouldHaveToChange": change,
        }  # fmt: skip

    def hides(self, line: Line, at: At) -> bool:
        """Whether anything below says less than it could."""
        if line.condition is None:
            return False
        return bool(self.withheld(line, at)) or any(self.hides(one, there) for one, there in self.below(line, at))

    def below(self, line: Line, at: At) -> Iterator[tuple[Line, At]]:
        """The conditions below one, and what they look at."""
        yield from ((child, at) for child in line.children if child.condition)
        ends, step = self.ends_of(line, at), _step(line)
        if ends and step:
            yield from ((end.line, At(step.cls, step.relation)) for end in ends.named if end.line)

    def ends_of(self, line: Line, at: At) -> Ends | None:
        """The far ends of a relation that is given."""
        return None if self.inference.code(line.condition, at) else line.ends

    def withheld(self, line: Line, at: At) -> str:
        """Why a condition does not say how it came out."""
        if line.condition is None:
            return ""
        beside = self.silent or not self.inference.tells(line, at)
        return self.inference.code(line.condition, at) or (BESIDE if beside else "")

    def look(self, line: Line, at: At) -> None:
        """Note what an explanation tells, however deep."""
        self.fields |= {shown.relation or shown.of for shown in line.values if self.open(line, at, shown)}
        ends = self.ends_of(line, at)
        if ends and ends.all:
            self.fields.add(ends.relation)
        for one, there in self.below(line, at):
            self.look(one, there)

    def open(self, line: Line, at: At, shown: Shown) -> bool:
        """Whether a value that a condition looked at is told."""
        if shown.relation:
            return not self.inference.code(line.condition, at)
        return not self.inference.attribute_code(shown.of, at)

    def line(self, line: Line, at: At, children: int, ends: int) -> dict[str, Any]:
        """A condition: `children` levels of those below it; `ends`: how far its far ends are told, 0 for not at all."""
        code = self.withheld(line, at)
        told: dict[str, Any] = {
            "holds": None if code else line.holds, "missing": None if code else line.missing,
            "withheld": {"code": code} if code else None, "values": [self.shown(line, at, shown) for shown in line.values],
        }  # fmt: skip
        if ends:
            told["ends"] = self.ends(line, at, 1 if ends == 2 else 0)
        if children:
            told["children"] = [self.line(item, at, children - 1, 1 if ends else 0) for item in line.children]
        return told

    def shown(self, line: Line, at: At, shown: Shown) -> dict[str, Any]:
        """A value that a condition looked at."""
        related, given = bool(shown.relation), self.open(line, at, shown)
        envelope = shown.envelope if given else None
        sources = envelope.sources if envelope else ()
        return {
            "entity": shown.entity, "attribute": None if related else shown.of, "relation": shown.relation or None,
            "part": shown.of if related else None, "values": list(shown.values) if given else [], "veiled": shown.veiled or not given,
            "sources": [self.source(envelope, it) for it in sources if envelope and it.record in shown.records],
        }  # fmt: skip

    def ends(self, line: Line, at: At, children: int) -> Any:
        """The far ends that a condition looked at."""
        ends, step = self.ends_of(line, at), _step(line)
        if ends is None or step is None:
            return None
        there = At(step.cls, step.relation)
        counts = not self.silent and all(self.inference.met(end, step) for end in ends.named)
        named = [
            {
                "node": {"id": end.id, "caption": self.caption(end.cls, end.caption)},
                "met": end.met if not self.silent and self.inference.met(end, step) else None,
                "condition": None if end.line is None else self.line(end.line, there, children, 0),
            }
            for end in ends.named
        ]
        return {"relation": ends.relation, "met": ends.met if counts else None, "all": ends.all, "named": named}


def _step(line: Line) -> Step | None:
    """The relation that a condition follows."""
    match line.condition:
        case Far(step) | Apart(step, _):
            return step
    return None
