"""Named statements: the text of cypher/NAME.cypher; and the single statements of a text that holds several."""

import re
from functools import cache

from twopages.errors import StoreError
from twopages.settings import PROJECT

FOLDER = PROJECT / "cypher"
_PIECE = re.compile(
    r"""//[^\n]* | /\*.*?\*/ | '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | `(?:``|[^`])*` | (?P<end>;) | .""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = ("//", "/*")


@cache
def statement(name: str) -> str:
    """The text of cypher/NAME.cypher."""
    try:
        return (FOLDER / f"{name}.cypher").read_text("utf-8")
    except FileNotFoundError as error:
        raise StoreError(
            f"There is no statement {name!r} in {FOLDER}.", "The installation is incomplete: get it again."
        ) from error


def split_statements(text: str) -> list[str]:
    """The statements of a text, which `;` ends; comments are left out, and strings and quoted names are kept as they are."""
    statements = [""]
    for piece in _PIECE.finditer(text):
        if piece["end"]:
            statements.append("")
        else:
            statements[-1] += " " if piece[0].startswith(_COMMENT) else piece[0]
    return [found for found in map(str.strip, statements) if found]
