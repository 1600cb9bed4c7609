"""Scenarios: which purposes a department may use, by request and decision."""

from twopages.access.scenarios.request import Request, ScenarioError, Share, State
from twopages.access.scenarios.responsible import responsible
from twopages.access.scenarios.ruling import Reason, Ruling, given, ruling
from twopages.access.scenarios.scenarios import APPROVER, Scenarios
from twopages.access.scenarios.standing import Scenario, scenarios_of

__all__ = [
    "APPROVER",
    "Reason",
    "Request",
    "Ruling",
    "Scenario",
    "ScenarioError",
    "Scenarios",
    "Share",
    "State",
    "given",
    "responsible",
    "ruling",
    "scenarios_of",
]
