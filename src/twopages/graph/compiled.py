"""What rooms compile for the store: a statement with its parameters, and the words of the Model that may stand in its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Statement:
    """One Cypher statement and its constants; what differs from run to run (an id, the days) is added when it is run."""

    text: str
    parameters: Mapping[str, Any]


def label(term: str) -> str:
    """A label, type or property of the Model as Cypher has it: ids are plain names, and nothing else passes.

    Raises:
        ValueError: `term` is no plain ASCII name.
    """
    if not term.isidentifier() or not term.isascii():
        raise ValueError("an id of the ontology is no plain name")
    return term
