"""What a request for a scenario is, and why one cannot be filed or decided."""

from dataclasses import dataclass, field
from typing import Literal

from twopages.access.scenarios.ruling import Reason
from twopages.errors import TwoPagesError

State = Literal["granted", "waiting", "refused", "revoked"]
Refusal = Literal[
    "SCENARIO_UNKNOWN", "SCENARIO_NOT_YOURS", "SCENARIO_OWN", "SCENARIO_WHY", "SCENARIO_OPEN", "SCENARIO_DECIDED"
]


class ScenarioError(TwoPagesError):
    """A request cannot be filed or decided; the code says why, and no message repeats what was sent.

    SCENARIO_UNKNOWN: the department has no such scenario or request; SCENARIO_NOT_YOURS: the viewer may not file, or is
    not the approver; SCENARIO_OWN: the viewer filed it, and does not grant it; SCENARIO_WHY: there is no reason, or one
    that is too long; SCENARIO_OPEN: nothing needs to be requested; SCENARIO_DECIDED: it was decided before.
    """

    def __init__(self, code: Refusal, message: str, mend: str) -> None:
        super().__init__(message, mend)
        self.code = code


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
