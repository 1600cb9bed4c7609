"""The decision on each thing that an operation asks under a purpose: given, given masked, or denied for a reason. Pure.

What a purpose gives is spelled out in the Model, so that each decision is a question of set membership.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from twopages.access.ground import Grounds
from twopages.access.reasons import Code, DeniedError
from twopages.access.viewer import Viewer
from twopages.ontology.model import Model, Purpose
from twopages.ontology.purpose import FarElements, ViewerRole

Part = Literal["attribute", "tag", "tags", "relation", "far", "find", "count", "past", "looks"]
_NOTHING = FarElements()


class Element(NamedTuple):
    """One thing that an operation asks.

    An attribute, a tag or a relation of the subject by its `name`; what lies behind a relation (`over`); what subjects are
    found, sorted or counted by ("find"), a count of them ("count"), whatever tags it has ("tags"), what was before
    ("past"), and who looked ("looks").
    """

    part: Part
    name: str = ""
    over: str = ""


class Verdict(NamedTuple):
    """What becomes of an element: without a code it is given, perhaps masked."""

    code: Code | None = None
    masked: bool = False


GIVEN, MASKED = Verdict(), Verdict(masked=True)


@dataclass(frozen=True, slots=True)
class Decision:
    """Decides for one purpose in one role."""

    model: Model
    role: ViewerRole
    purpose: Purpose
    grades: Mapping[str, int] = field(repr=False)
    decided: dict[Element, Verdict] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, model: Model, role: ViewerRole, purpose: Purpose) -> "Decision":
        """The decision of a purpose."""
        known = (model.attributes, model.tags, model.relations)
        grades = {name: item.grade for terms in known for name, item in terms.items()}
        return cls(model, role, purpose, grades)

    def on(self, element: Element) -> Verdict:
        """The verdict on an element; the elements of a Model are few, so each is decided once."""
        found = self.decided.get(element)
        if found is None:
            found = self.decided[element] = self._on(element)
        return found

    def require(self, viewer: Viewer, elements: Iterable[Element]) -> None:
        """DeniedError for the first of the elements that is denied."""
        for element in elements:
            if error := self.error(viewer, element):
                raise error

    def error(self, viewer: Viewer, element: Element) -> DeniedError | None:
        """Why an element is denied, and which purposes would give it; None where it is given."""
        code, whole = self.on(element).code, element.part in ("find", "count")
        return DeniedError(code, tuple(self._allowing(viewer, element)), whole=whole) if code else None

    def attributes(self, names: Iterable[str]) -> frozenset[str]:
        """Those of some attributes of the subject that are given."""
        return self.purpose.attributes.intersection(names)

    def far(self, relation: str) -> FarElements:
        """What is given behind a relation."""
        return self.purpose.far.get(relation, _NOTHING) if relation in self.purpose.relations else _NOTHING

    def caption_masked(self, cls: str, *, far: bool = True) -> bool:
        """Whether short names of a class are given only masked: where their attribute is, or is too grave for the purpose."""
        name, purpose = self.model.classes[cls].caption, self.purpose
        above = self.grades[name] > purpose.max_grade or name in purpose.never
        withheld = not far and self.grades[name] > 1 and name not in purpose.attributes
        return name in purpose.masked or above or withheld

    def _on(self, element: Element) -> Verdict:
        part, name, over = element
        purpose = self.purpose
        others: Mapping[Part, tuple[bool, Code]] = {
            "looks": (self.role.own, "NOT_IN_PURPOSE"),
            "past": (self.role.past, "PAST_NOT_SHOWN"),
            "find": (name in purpose.finds, "NOT_FOUND_BY"),
            "count": (bool(purpose.finds), "NOT_FOUND_BY"),
            "tags": (bool(purpose.tags) or not self._tagged, "NOT_IN_PURPOSE"),
        }
        if part in others:
            given, code = others[part]
            return GIVEN if given else Verdict(code)
        return self._on_term(part, name, over)

    @property
    def _tagged(self) -> bool:
        """Whether the subject's class has any tags at all."""
        return any(tag.cls == self.purpose.subject for tag in self.model.tags.values())

    def _on_term(self, part: Part, name: str, over: str) -> Verdict:
        if part == "far" and over not in self.purpose.relations:
            return Verdict(self._why_not(over))
        if name in self._given(part, over):
            return MASKED if name in self.purpose.masked else GIVEN
        return Verdict(self._why_not(name))

    def _given(self, part: Part, over: str) -> frozenset[str]:
        if part == "far":
            far = self.far(over)
            return far.attributes | far.tags
        purpose = self.purpose
        return {"attribute": purpose.attributes, "tag": purpose.tags, "relation": purpose.relations}[part]

    def _why_not(self, name: str) -> Code:
        if name in self.purpose.never:
            return "NEVER_IN_PURPOSE"
        return "ABOVE_GRADE" if self.grades.get(name, 0) > self.purpose.max_grade else "NOT_IN_PURPOSE"

    def _allowing(self, viewer: Viewer, element: Element) -> Iterable[str]:
        for other in Grounds(self.model, viewer).purposes(self.purpose.subject):
            role = self.model.viewer_roles[other.role]
            if other.id != self.purpose.id and Decision(self.model, role, other, self.grades).on(element).code is None:
                yield other.id
