"""What a request for a scenario is, and why one cannot be filed or decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from twopages.access.reasons import ActError
from twopages.access.scenarios.ruling import Reason
from twopages.ontology.model import Label

LONGEST: Final = 500  # characters of a reason
State = Literal["granted", "waiting", "refused", "revoked"]
Refusal = Literal[
    "SCENARIO_UNKNOWN", "SCENARIO_NOT_YOURS", "SCENARIO_OWN", "SCENARIO_WHY", "SCENARIO_OPEN", "SCENARIO_DECIDED"
]


_SAID: Final[Mapping[Refusal, Label]] = {
    "SCENARIO_UNKNOWN": Label(
        "未能完成：本部门没有这一应用场景或申请。",
        "Nothing was done: the department has no such scenario or request.",
    ),
    "SCENARIO_NOT_YOURS": Label(
        "未能完成：只有本部门人员可以申请，只有本部门的审批人可以决定。",
        "Nothing was done: only staff of the department file requests, and only its approver decides.",
    ),
    "SCENARIO_OWN": Label(
        "未能完成：申请人不能批准自己的申请，请由本部门另一位审批人决定。",
        "Nothing was done: whoever filed a request does not grant it; another approver of the department decides.",
    ),
    "SCENARIO_WHY": Label(
        f"未能完成：请写明理由，1 至 {LONGEST} 个字符。",
        f"Nothing was done: give a reason of 1 to {LONGEST} characters.",
    ),
    "SCENARIO_OPEN": Label("未能完成：这一应用场景无须申请。", "Nothing was done: this scenario needs no request."),
    "SCENARIO_DECIDED": Label("未能完成：该申请此前已经决定。", "Nothing was done: the request was decided before."),
}


class ScenarioError(ActError):
    """A request cannot be filed or decided.

    SCENARIO_UNKNOWN: the department has no such scenario or request; SCENARIO_NOT_YOURS: the viewer may not file, or is
    not the approver; SCENARIO_OWN: the viewer filed it, and does not grant it; SCENARIO_WHY: there is no reason, or one
    that is too long; SCENARIO_OPEN: nothing needs to be requested; SCENARIO_DECIDED: it was decided before.
    """

    def __init__(self, code: Refusal) -> None:
        super().__init__(code, _SAID[code])


@dataclass(frozen=True, slots=True)
class Request:
    """A request of a department to use a purpose, and what became of it.

    `why` is the department's reason, `answer` that of the approver; both may be personal and stay out of `repr`. `reason`
    says by what it was decided, or why it waits. `filed` and `decided` are moments (UTC, ISO with Z), `account` and
    `decider` keyed hashes (no decider: the rule).
    """

    id: str
    department: str
    purpose: str
    role: str
    uses: frozenset[str]
    account: str
    state: State
    reason: Reason
    filed: str
    why: str = field(repr=False)
    answer: str = field(repr=False, default="")
    decided: str | None = None
    decider: str | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """How many requests were decided on the day (in Shanghai) on which they were filed; those that wait count from the next day on."""

    same_day: int
    all: int

    @property
    def percent(self) -> int | None:
        """The share in whole percent; None before anything was requested."""
        return round(100 * self.same_day / self.all) if self.all else None
