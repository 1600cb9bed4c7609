"""Whom an id means now: ids of files that became one stay, and further keys lead to whoever has them."""

from collections.abc import Callable
from typing import TypeVar

from twopages.graph import Store, statement

T = TypeVar("T")


def present_id(store: Store, id: str) -> str | None:
    """The entity itself, the one that it is an alias of, or the only one that claims the key; None when there is none."""
    rows = store.read(statement("present_entity"), {"id": id})
    return str(rows[0]["id"]) if rows else None


def following(store: Store, id: str, ask: Callable[[str], T | None]) -> T | None:
    """What is asked of an id, or of the entity that it means now where there is none of that id."""
    found = ask(id)
    if found is not None:
        return found
    present = present_id(store, id)
    return None if present is None or present == id else ask(present)
