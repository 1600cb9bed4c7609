"""What the pages of caseworkers ask of the store: cases and scenarios of a department; page tests answer it from lists."""

from typing import Protocol

from twopages.access import Viewer
from twopages.access.cases import Case, CaseError, Cases
from twopages.access.scenarios import Request, Scenarios, Share
from twopages.dossier import entity_id
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.values import tidy


class Desk(Protocol):
    """The work of a department."""

    def open(self, viewer: Viewer, service: str, key: str, number: str) -> Case:
        """The case of a service for whom a key is of, under the department's number; CaseError with its code."""

    def cases(self, viewer: Viewer) -> tuple[Case, ...]:
        """The cases of the viewer's department: the open ones first, the newest of both first."""

    def close(self, viewer: Viewer, id: str) -> None:
        """Closes a case; CaseError where the department has none of this id."""

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


class StoreDesk:
    """Answers from a store. `days`: after so many without use a case times out."""

    def __init__(self, store: Store, keys: KeyRing, model: Model, days: int) -> None:
        self._keys, self._model = keys, model
        self.book, self.scenarios = Cases(store, keys, model, days=days), Scenarios(store, keys, model)

    def open(self, viewer: Viewer, service: str, key: str, number: str) -> Case:
        """The case of a service for whom a key is of; the key is hashed here and goes no further."""
        found = self._model.services.get(service)
        if found is None:
            raise CaseError("CASE_SERVICE", "There is no such service.", "Choose one of those of the department.")
        return self.book.open(viewer, service, entity_id(self._keys, self._model, found.subject, tidy(key)), number)

    def cases(self, viewer: Viewer) -> tuple[Case, ...]:
        """The cases of the viewer's department."""
        return self.book.of(viewer)

    def close(self, viewer: Viewer, id: str) -> None:
        """Closes a case."""
        self.book.close(viewer, id)

    def granted(self, department: str, purpose: str) -> bool:
        """Whether a department may use a purpose now."""
        return self.scenarios.granted(department, purpose)

    def requests(self, viewer: Viewer) -> tuple[Request, ...]:
        """The requests of the viewer's department."""
        return self.scenarios.of(viewer)

    def file(self, viewer: Viewer, purpose: str, why: str, uses: tuple[str, ...]) -> Request:
        """Files a request to use a purpose."""
        return self.scenarios.file(viewer, purpose, why, uses)

    def decide(self, viewer: Viewer, request: str, verdict: str, answer: str) -> Request:
        """Grants, refuses or revokes; whatever is no grant takes nothing but away."""
        if verdict == "revoke":
            return self.scenarios.revoke(viewer, request, answer=answer)
        return self.scenarios.decide(viewer, request, grant=verdict == "grant", answer=answer)

    def share(self, department: str) -> Share:
        """How many requests of a department were decided on their first day."""
        return self.scenarios.decided_the_same_day(department)
