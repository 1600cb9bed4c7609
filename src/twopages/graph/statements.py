"""Named statements: the text of cypher/NAME.cypher."""

from functools import cache

from twopages.errors import StoreError
from twopages.settings import PROJECT

FOLDER = PROJECT / "cypher"


@cache
def statement(name: str) -> str:
    """The text of cypher/NAME.cypher."""
    try:
        return (FOLDER / f"{name}.cypher").read_text("utf-8")
    except FileNotFoundError as error:
        raise StoreError(
            f"There is no statement {name!r} in {FOLDER}.", "The installation is incomplete: get it again."
        ) from error
