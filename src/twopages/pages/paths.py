"""Addresses of the pages: a class in lower case, a subject by its opaque id, and nothing personal ever."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from twopages.dossier import Moment
from twopages.ontology.belonging import opened
from twopages.ontology.model import EntityClass, Model

CATALOGUE: Final = "/tags"  # the public one
RULES: Final = "/rules"  # the stewards' bench
CASES: Final = "/cases"  # those of a department
SCENARIOS: Final = "/scenarios"
QUESTIONS: Final = "/questions"  # those that wait for an auditor


def subject_path(cls: str, id: str) -> str:
    """The page of a subject."""
    return f"/{cls.lower()}/{id}"


def case_file_path(cls: str, id: str, case: str) -> str:
    """The page of a subject under a case."""
    return f"{subject_path(cls, id)}?{urlencode({'case': case})}"


def case_path(case: str, act: str) -> str:
    """Where something is done with a case."""
    return f"{CASES}/{case}/{act}"


def scenario_path(request: str) -> str:
    """Where a request for a scenario is decided."""
    return f"{SCENARIOS}/{request}/decide"


def value_path(cls: str, id: str, attribute: str) -> str:
    """The lineage of one value of a subject."""
    return f"{subject_path(cls, id)}/value/{attribute}"


def record_path(cls: str, id: str, record: str) -> str:
    """A row about a subject, as it was delivered."""
    return f"{subject_path(cls, id)}/record/{record}"


def tags_path(cls: str, id: str, tag: str = "") -> str:
    """The tags of a subject, or why it has one of them or not."""
    return f"{subject_path(cls, id)}/tags{f'/{tag}' if tag else ''}"


def grants_path(cls: str, id: str) -> str:
    """What a subject consented to, and whom it authorised."""
    return f"{subject_path(cls, id)}/grants"


def definition_path(tag: str) -> str:
    """A tag in the public catalogue."""
    return f"{CATALOGUE}/{tag}"


def rule_path(tag: str) -> str:
    """A tag on the stewards' bench."""
    return f"{RULES}/{tag}"


def draft_path(cls: str) -> str:
    """A new tag of a class on the stewards' bench."""
    return f"/drafts/{cls.lower()}"


def asked_of(moment: Moment) -> str:
    """What stands behind the address of a page as of a moment."""
    days = {"recorded": moment.recorded, "valid": moment.valid}
    told = {name: day for name, day in days.items() if day}
    return f"?{urlencode(told)}" if told else ""


def around_path(cls: str, id: str, way: Sequence[str]) -> str:
    """What lies at the end of a way of relations that starts at a subject."""
    return f"{subject_path(cls, id)}/around/{'/'.join(way)}"


def class_at(model: Model, segment: str) -> EntityClass | None:
    """The class that a path segment names, of those that are looked at by themselves."""
    return next((cls for cls in opened(model) if cls.id.lower() == segment), None)
