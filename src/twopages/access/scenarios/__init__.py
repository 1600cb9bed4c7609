"""Scenarios: which purposes a department may use, by request and decision."""

from twopages.access.scenarios.listed import Scenario, ScenarioState, scenarios_of
from twopages.access.scenarios.request import Request, ScenarioError, Share, State
from twopages.access.scenarios.responsible import responsible
from twopages.access.scenarios.ruling import Reason, Ruling, given, ruling
from twopages.access.scenarios.scenarios import APPROVER, Scenarios

__all__ = [
    "APPROVER",
    "Reason",
    "Request",
    "Ruling",
    "Scenario",
    "ScenarioError",
    "ScenarioState",
    "Scenarios",
    "Share",
    "State",
    "given",
    "responsible",
    "ruling",
    "scenarios_of",
]
