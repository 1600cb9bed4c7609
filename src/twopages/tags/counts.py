"""How many subjects have a tag, as the public may know it: never a number by which few could be told apart."""

from typing import Final

from twopages.graph import Store, statement

HIDDEN_UNDER: Final = 10
_STEP: Final = 10


def rounded(number: int) -> int | None:
    """A number of subjects to the nearest ten; None where it is too small to be told."""
    return None if number < HIDDEN_UNDER else (number + _STEP // 2) // _STEP * _STEP


def holders(store: Store) -> dict[str, int | None]:
    """How many subjects have each tag, rounded."""
    return {row["id"]: rounded(row["holders"]) for row in store.read(statement("tags_count"))}
