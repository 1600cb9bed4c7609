"""The scenarios of a department, as they stand: which it may use, which wait, and which can be requested."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from twopages.access.ground import of_department
from twopages.access.scenarios.request import Request
from twopages.access.viewer import Viewer
from twopages.ontology.model import Model, Purpose

ScenarioState = Literal["granted", "waiting", "open", "refused", "revoked"]


class Asked(Protocol):
    """Knows what departments may use, and what they requested."""

    def granted(self, department: str, purpose: str) -> bool:
        """Whether a department may use a purpose now."""

    def requests(self, viewer: Viewer) -> tuple[Request, ...]:
        """The requests of the viewer's department, the newest first."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A purpose of a department with its last request.

    `state`: granted, waiting, or what can be requested: open (never asked for), refused, revoked.
    """

    purpose: Purpose
    state: ScenarioState
    request: Request | None


def scenarios_of(model: Model, asked: Asked, viewer: Viewer) -> tuple[Scenario, ...]:
    """The scenarios of the viewer's department, in the order of the ontology; none of any other."""
    if not of_department(model, viewer):
        return ()
    last = {request.purpose: request for request in reversed(asked.requests(viewer))}
    mine = (purpose for purpose in model.purposes.values() if purpose.department == viewer.department)
    return tuple(Scenario(item, _state(asked, viewer, last, item.id), last.get(item.id)) for item in mine)


def _state(asked: Asked, viewer: Viewer, last: Mapping[str, Request], purpose: str) -> ScenarioState:
    if asked.granted(viewer.department, purpose):
        return "granted"
    request = last.get(purpose)
    return request.state if request and request.state != "granted" else "open"
