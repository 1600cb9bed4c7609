"""The work of a department: cases for services, under scenarios that it may use."""

from twopages.access.cases import DAYS, Case, CaseError, Cases, CasesAsk, CasesPage
from twopages.access.office import responsible
from twopages.access.scenarios import Request, Scenarios, Share
from twopages.access.viewer import Viewer
from twopages.dossier import entity_id
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.values import tidy


class StoreDesk:
    """Cases and scenarios of departments in a store. `days`: after so many without use a case times out."""

    def __init__(self, store: Store, keys: KeyRing, model: Model, days: int = DAYS) -> None:
        self._keys, self._model = keys, model
        self.book, self.scenarios = Cases(store, keys, model, days=days), Scenarios(store, keys, model)

    def open(self, viewer: Viewer, service: str, key: str, number: str, kind: str = "") -> Case:
        """The case of a service for whom or what a key is of, which is hashed here and goes no further; CaseError with its code.

        `kind`: what stands before the last part of a key that has several. Without a key the case is about whatever its purpose
        finds. Nobody opens cases for a scenario that the department may not use.
        """
        found = self._model.services.get(service)
        if found is None:
            raise CaseError("CASE_SERVICE")
        if not self.may(viewer, found.purpose):
            raise CaseError("CASE_NOT_YOURS")
        return self.book.open(viewer, service, self._id(found.subject, tidy(kind), tidy(key)), number)

    def _id(self, cls: str, kind: str, key: str) -> str:
        """The id that a key stands for; none for no key."""
        parts = (kind, key) if len(self._model.classes[cls].key) > 1 else (key,)
        return entity_id(self._keys, self._model, cls, *parts) if key else ""

    def may(self, viewer: Viewer, purpose: str) -> bool:
        """Whether a purpose is granted to the department that answers for a viewer."""
        return self.scenarios.granted(responsible(viewer, self._model.purposes[purpose]), purpose)

    def cases(self, viewer: Viewer) -> tuple[Case, ...]:
        """The cases of the viewer's department: the open ones first, the newest of both first."""
        return self.book.of(viewer)

    def open_cases(self, viewer: Viewer, ask: CasesAsk) -> CasesPage:
        """A page of the open cases of the viewer's department."""
        return self.book.page(viewer, ask)

    def close(self, viewer: Viewer, id: str) -> Case:
        """Closes a case; CaseError where the department has none of this id."""
        return self.book.close(viewer, id)

    def granted(self, department: str, purpose: str) -> bool:
        """Whether a department may use a purpose now."""
        return self.scenarios.granted(department, purpose)

    def requests(self, viewer: Viewer) -> tuple[Request, ...]:
        """The requests of the viewer's department, the newest first."""
        return self.scenarios.of(viewer)

    def file(self, viewer: Viewer, purpose: str, why: str, uses: tuple[str, ...]) -> Request:
        """Files a request to use a purpose; ScenarioError with its code."""
        return self.scenarios.file(viewer, purpose, why, uses)

    def decide(self, viewer: Viewer, request: str, verdict: str, answer: str) -> Request:
        """Grants, refuses or revokes ("grant", "refuse", "revoke"); whatever is no grant gives nothing. ScenarioError with its code."""
        if verdict == "revoke":
            return self.scenarios.revoke(viewer, request, answer=answer)
        return self.scenarios.decide(viewer, request, grant=verdict == "grant", answer=answer)

    def share(self, department: str) -> Share:
        """How many requests of a department were decided on their first day."""
        return self.scenarios.decided_the_same_day(department)
