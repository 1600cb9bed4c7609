"""The rule that grants a request on the spot: by the demand list, the responsibility list and the negative list. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from twopages.access.scenarios.responsible import responsible
from twopages.ontology.model import Label, Model, Purpose

FROM_THE_START: Final = 0  # rank of the approvals that need no request
ON_THE_SPOT: Final = 1  # the highest rank of those that the rule decides


class Reason(StrEnum):
    """Why a request was granted, refused or put to the approver."""

    LISTS_ALLOW = "LISTS_ALLOW"
    NOT_DEMANDED = "NOT_DEMANDED"
    NOBODY_RESPONSIBLE = "NOBODY_RESPONSIBLE"
    NEVER_GIVEN = "NEVER_GIVEN"
    ABOVE_GRADE = "ABOVE_GRADE"
    FORBIDDEN_USE = "FORBIDDEN_USE"
    BY_HAND = "BY_HAND"
    APPROVER = "APPROVER"

    @property
    def label(self) -> Label:
        """The reason in words."""
        return _WORDS[self]


_WORDS: Final[Mapping[Reason, Label]] = MappingProxyType(
    {
        Reason.LISTS_ALLOW: Label(
            "需求清单、责任清单和负面清单均允许，按规则当即授权",
            "Granted by rule: the demand list, the responsibility list and the negative list allow it",
        ),
        Reason.NOT_DEMANDED: Label(
            "需求清单中没有该部门该角色的这一场景，由审批人决定",
            "The demand list does not have this scenario for this role of the department: the approver decides",
        ),
        Reason.NOBODY_RESPONSIBLE: Label(
            "有内容在责任清单中没有责任部门，由审批人决定",
            "The responsibility list names nobody for something that it gives: the approver decides",
        ),
        Reason.NEVER_GIVEN: Label(
            "涉及负面清单所列的内容，由审批人决定", "It gives what the negative list forbids: the approver decides"
        ),
        Reason.ABOVE_GRADE: Label(
            "有内容高于场景的最高级别，由审批人决定",
            "It gives something above its highest grade: the approver decides",
        ),
        Reason.FORBIDDEN_USE: Label(
            "所申请的使用方式为场景所禁止，由审批人决定", "It asks for a use that it forbids: the approver decides"
        ),
        Reason.BY_HAND: Label("该场景须由审批人逐件决定", "Requests for this scenario are decided one by one"),
        Reason.APPROVER: Label("由审批人决定", "Decided by the approver"),
    }
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the rule says of a request: granted, or left to the approver; and why."""

    granted: bool
    reason: Reason


def ruling(model: Model, purpose: Purpose, role: str, department: str, uses: Collection[str] = ()) -> Ruling:
    """What the lists say of a request of a role of a department to use a purpose, also in the ways `uses` (ids of uses)."""
    if purpose.role != role or purpose.department != department:
        return Ruling(False, Reason.NOT_DEMANDED)
    found = _forbidden(model, purpose, uses)
    if found is not None:
        return Ruling(False, found)
    if not all(responsible(model, name) for name in given(purpose)):
        return Ruling(False, Reason.NOBODY_RESPONSIBLE)
    if model.approvals[purpose.approval].rank > ON_THE_SPOT:
        return Ruling(False, Reason.BY_HAND)
    return Ruling(True, Reason.LISTS_ALLOW)


def given(purpose: Purpose) -> frozenset[str]:
    """Every element that a purpose gives, of the subject and of far ends, and the relations that it follows."""
    far = (found.attributes | found.tags for found in purpose.far.values())
    return frozenset(purpose.attributes | purpose.tags | purpose.relations).union(*far)


def _forbidden(model: Model, purpose: Purpose, uses: Collection[str]) -> Reason | None:
    """What of the negative list stands against a request."""
    elements = given(purpose)
    if elements & purpose.never:
        return Reason.NEVER_GIVEN
    if any(_grade(model, name) > purpose.max_grade for name in elements):
        return Reason.ABOVE_GRADE
    return Reason.FORBIDDEN_USE if purpose.never_uses.intersection(uses) else None


def _grade(model: Model, element: str) -> int:
    kinds = (model.attributes, model.tags, model.relations)
    return next(kind[element].grade for kind in kinds if element in kind)
