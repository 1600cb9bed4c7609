"""What people see of looks and of questions about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twopages.keys import KeyRing


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a look; `answer` is empty while it is open."""

    id: str
    at: str  # UTC, ISO 8601
    text: str
    answer: str
    answered: str | None

    @classmethod
    def of(cls, keys: KeyRing, node: Mapping[str, Any]) -> "Asked":
        """The question of a node, opened."""
        id, answer = node["id"], node.get("answer")
        text = keys.open(node["text"], id).decode()
        return cls(id, node["at"], text, keys.open(answer, id).decode() if answer else "", node.get("answered"))


@dataclass(frozen=True, slots=True)
class LookSeen:
    """One look at a file: its receipt but for what identifies the account and the case; `asked` are the questions about it."""

    id: str
    at: str  # UTC, ISO 8601
    role: str
    organisation: str | None
    purpose: str
    basis: str
    case: bool  # whether it was for a case
    fields: tuple[str, ...]
    masked: tuple[str, ...]
    look: str
    cls: str
    own: bool  # by those whose file it is
    asked: tuple[Asked, ...] = ()

    @classmethod
    def of(cls, node: Mapping[str, Any], asked: tuple[Asked, ...]) -> "LookSeen":
        """The look of a node."""
        listed = {name: tuple(node[name]) for name in ("fields", "masked")}
        return cls(**{**node, **listed}, asked=asked)
