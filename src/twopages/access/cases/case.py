"""What a case is, and why one cannot be opened or closed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from twopages.access.reasons import ActError
from twopages.ontology.model import Label

LONGEST: Final = 60  # characters of a number
Refusal = Literal["CASE_SERVICE", "CASE_NOT_YOURS", "CASE_NUMBER", "CASE_SUBJECT", "CASE_UNKNOWN"]

_SAID: Final[Mapping[Refusal, Label]] = {
    "CASE_SERVICE": Label(
        "未能新建：没有这一服务事项，请从列表中选择。",
        "No case was opened: there is no such service. Choose one from the list.",
    ),
    "CASE_NOT_YOURS": Label(
        "未能新建：本部门不办理这一服务事项，或者其应用场景尚未授权。",
        "No case was opened: your department does not handle this service, or may not use its scenario yet.",
    ),
    "CASE_NUMBER": Label(
        f"未能新建：请填写部门的办件编号，1 至 {LONGEST} 个字符。",
        f"No case was opened: give the department's case number, 1 to {LONGEST} characters.",
    ),
    "CASE_SUBJECT": Label(
        "未能新建：这一服务事项下没有该号码可办理的当事人或事物，请核对号码和服务事项。",
        "No case was opened: nobody and nothing can be handled in this service under this number. Check the number and the service.",
    ),
    "CASE_UNKNOWN": Label("本部门没有这一办件。", "Your department has no such case."),
}


class CaseError(ActError):
    """A case cannot be opened or closed.

    CASE_SERVICE: there is no such service; CASE_NOT_YOURS: the viewer does not handle it, or not yet; CASE_NUMBER: the number
    is no text of some printable characters; CASE_SUBJECT: nobody can be handled there under this key; CASE_UNKNOWN: the
    department has no such case.
    """

    def __init__(self, code: Refusal) -> None:
        super().__init__(code, _SAID[code])


@dataclass(frozen=True, slots=True)
class Case:
    """A matter that a department or another organisation handles: a service for one subject, for the sake of which the subject's file
    may be opened, or, without a subject, whatever its purpose finds.

    `number` is the department's own and may be personal, so that it stays out of `repr`; `subject` is an opaque entity id
    of the class `cls`, `account` a keyed hash. `opened`, `until` and `closed` are moments (UTC, ISO with Z); from `until`
    on the case has timed out, unless it is used before.
    """

    id: str
    service: str
    purpose: str
    cls: str
    subject: str
    department: str
    number: str = field(repr=False)
    account: str
    opened: str
    until: str
    closed: str | None = None

    def is_open(self, now: str) -> bool:
        """Whether it is neither closed nor timed out at a moment."""
        return self.closed is None and self.until > now


@dataclass(frozen=True, slots=True)
class CasesAsk:
    """A page of open cases, newest first.

    `after`: moment and id of the last one of the page before; `own`: only those that the viewer opened.
    """

    size: int
    after: tuple[str, str] | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class CasesPage:
    """Open cases of one page, and whether others follow."""

    cases: tuple[Case, ...]
    more: bool
