"""Addresses of the pages: a class in lower case, a subject by its opaque id, and nothing personal ever."""

from collections.abc import Sequence

from twopages.ontology.model import EntityClass, Model


def subject_path(cls: str, id: str) -> str:
    """The page of a subject."""
    return f"/{cls.lower()}/{id}"


def value_path(cls: str, id: str, attribute: str) -> str:
    """The lineage of one value of a subject."""
    return f"{subject_path(cls, id)}/value/{attribute}"


def record_path(cls: str, id: str, record: str) -> str:
    """A row about a subject, as it was delivered."""
    return f"{subject_path(cls, id)}/record/{record}"


def around_path(cls: str, id: str, way: Sequence[str]) -> str:
    """What lies at the end of a way of relations that starts at a subject."""
    return f"{subject_path(cls, id)}/around/{'/'.join(way)}"


def class_at(model: Model, segment: str) -> EntityClass | None:
    """The class with pages that a path segment names."""
    return next((cls for cls in model.classes.values() if cls.subject and cls.id.lower() == segment), None)
