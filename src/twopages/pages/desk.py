"""What the pages of caseworkers ask: cases and scenarios of a department; page tests answer it from lists."""

from typing import Protocol

from twopages.access import Viewer
from twopages.access.cases import Case
from twopages.access.scenarios import Request, Share


class Desk(Protocol):
    """The work of a department."""

    def open(self, viewer: Viewer, service: str, key: str, number: str, kind: str = "") -> Case:
        """The case of a service for whom or what a key is of, under the department's number; CaseError with its code."""

    def cases(self, viewer: Viewer) -> tuple[Case, ...]:
        """The cases of the viewer's department: the open ones first, the newest of both first."""

    def close(self, viewer: Viewer, id: str) -> Case:
        """Closes a case; CaseError where the department has none of this id."""

    def may(self, viewer: Viewer, purpose: str) -> bool:
        """Whether a purpose is granted to the department that answers for a viewer."""

    def granted(self, department: str, purpose: str) -> bool:
        """Whether a department may use a purpose now."""

    def requests(self, viewer: Viewer) -> tuple[Request, ...]:
        """The requests of the viewer's department, the newest first."""

    def file(self, viewer: Viewer, purpose: str, why: str, uses: tuple[str, ...]) -> Request:
        """Files a request to use a purpose; ScenarioError with its code."""

    def decide(self, viewer: Viewer, request: str, verdict: str, answer: str) -> Request:
        """Grants, refuses or revokes ("grant", "refuse", "revoke"); ScenarioError with its code."""

    def share(self, department: str) -> Share:
        """How many requests of a department were decided on their first day."""
