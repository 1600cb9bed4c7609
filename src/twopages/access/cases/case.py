"""What a case is, and why one cannot be opened or closed."""

from dataclasses import dataclass, field
from typing import Literal

from twopages.errors import TwoPagesError

Refusal = Literal["CASE_SERVICE", "CASE_NOT_YOURS", "CASE_NUMBER", "CASE_SUBJECT", "CASE_UNKNOWN"]


class CaseError(TwoPagesError):
    """A case cannot be opened or closed; the code says why, and no message repeats what was sent.

    CASE_SERVICE: there is no such service; CASE_NOT_YOURS: the viewer does not handle it; CASE_NUMBER: the number is no
    text of 1 to 60 printable characters; CASE_SUBJECT: nobody can be handled there under this key; CASE_UNKNOWN: the
    department has no such case.
    """

    def __init__(self, code: Refusal, message: str, mend: str) -> None:
        super().__init__(message, mend)
        self.code = code


@dataclass(frozen=True, slots=True)
class Case:
    """A matter that a department handles: a service for one subject, for the sake of which the subject's file may be opened.

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
