"""What waits in a store, and for whom: for those who look after it."""

from dataclasses import dataclass
from typing import Literal

from twopages.graph import Store, statement


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of one dataset waits for one kind of end.

    `classes`: what the end may be; `named`: by key, by name or by the text of an address; `why`: "unknown", nobody has it;
    "ambiguous", several have it; "unnamed", the row names nobody. `rows` wait whole; `relations` are those of rows that
    are in.
    """

    dataset: str
    classes: tuple[str, ...]
    named: Literal["key", "name", "text", ""]
    why: Literal["unknown", "ambiguous", "unnamed"]
    rows: int
    relations: int


def waiting(store: Store) -> list[Waiting]:
    """Everything that waits; a row that waits for two kinds of ends is counted under both."""
    rows = store.read(statement("waiting"))
    return [Waiting(**row | {"classes": tuple(filter(None, row["classes"].split("/")))}) for row in rows]


def contested(store: Store) -> int:
    """How many entities are known by a further key that others claim without proof."""
    return int(store.read(statement("contested"))[0]["contested"])
