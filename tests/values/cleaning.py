"""One cell cleaned, for the tests of what becomes of it."""

from dataclasses import replace

from twopages.values import Fault, Recipe, clean

TODAY = "2024-06-30"


class Codes:
    """A code list as the ontology compiles it: every accepted spelling leads to a present code."""

    def __init__(self, **spellings: str) -> None:
        self.spellings = spellings

    def find(self, text: str) -> str | None:
        return self.spellings.get(text)


def of(kind: str, cell: str, **options: object) -> object:
    """The value, the values where there are several, the fault, or None."""
    cleaned = clean(replace(Recipe(kind), **options), cell, TODAY)  # type: ignore[arg-type]
    if cleaned.fault:
        assert cleaned.values == ()
        return Fault(cleaned.fault)
    return cleaned.values[0] if len(cleaned.values) == 1 else cleaned.values or None
