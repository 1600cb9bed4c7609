"""Errors of the API: each has a code, and none tells a value, a stack or what lies behind it."""

import logging
import traceback
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graphql import GraphQLError, ValueNode
from graphql.language import SourceLocation

from twopages.access import DeniedError
from twopages.access.reasons import ActError
from twopages.dossier import CursorError, MomentError
from twopages.errors import StoreError, TwoPagesError
from twopages.tags.search import WhereError

logger = logging.getLogger("twopages.api")
_LONGEST = 300  # characters of a message that names what does not fit: the names are the document's own


class Refusal(TwoPagesError):  # noqa: N818  # named for what it does to a request
    """A request or field that is not answered, with the code that says why."""

    def __init__(self, code: str, message: str, locations: Sequence[SourceLocation] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.locations = tuple(locations)


class TooOften(Refusal):
    """A request over the budget of who sends it; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__("RATE_LIMITED", f"Too many requests. Ask again in {seconds} seconds.")
        self.seconds = seconds


class Refusals(Exception):  # noqa: N818  # several refusals at once, not one error
    """All that is wrong with a document."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(f"{len(refusals)} refusals")
        self.refusals = tuple(refusals)


def error_entry(error: Exception, *path: str) -> dict[str, Any]:
    """An error as an entry of the answer; what is not ours to explain becomes a trace id and a line in the log."""
    entry = _entry(error)
    if path:
        entry["path"] = list(path)
    return entry


def _entry(error: Exception) -> dict[str, Any]:
    if isinstance(error, Refusal):
        entry: dict[str, Any] = {"message": str(error), "extensions": {"code": error.code}}
        if error.locations:
            entry["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
        return entry
    if isinstance(error, DeniedError):
        return _denied(error)
    if isinstance(error, ActError):
        reason = {"zh": error.said.zh, "en": error.said.en}
        return {"message": str(error), "extensions": {"code": error.code, "reason": reason}}
    if isinstance(error, CursorError | MomentError | WhereError):
        return {"message": str(error), "extensions": {"code": error.code}}
    code = "UNAVAILABLE" if isinstance(error, StoreError) else "INTERNAL"
    text = "The store cannot be read now." if code == "UNAVAILABLE" else "Something went wrong here."
    trace = uuid.uuid4().hex
    logger.error("%s %s: %s", trace, type(error).__name__, _frames(error))
    return {"message": text, "extensions": {"code": code, "trace": trace}}


def _denied(error: DeniedError) -> dict[str, Any]:
    """Why something is not answered, in the two languages, and for which purposes the same viewer would be answered."""
    reason = {"zh": error.reason.zh, "en": error.reason.en}
    told = {"code": error.code, "reason": reason, "purposes": list(error.purposes)}
    return {"message": str(error), "extensions": told}


def _frames(error: Exception) -> str:
    """Where an error came from; its own text may quote values and is left out."""
    frames = traceback.extract_tb(error.__traceback__)
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))


def syntax_refusal(error: GraphQLError) -> Refusal:
    """A document that does not parse; graphql-core's text would quote it."""
    if error.message.endswith("nested too deeply. Parsing aborted."):
        return Refusal("LIMIT_DEPTH", "The document is nested too deeply.")
    if error.message.endswith("Parsing aborted."):
        return Refusal("LIMIT_TOKENS", "The document is too long.")
    return Refusal("SYNTAX", "The document does not parse.", error.locations or ())


def validation_refusal(error: GraphQLError) -> Refusal:
    """A document that does not fit the schema; where graphql-core's text would quote a literal or long names, it is left out."""
    told = error.message if len(error.message) <= _LONGEST else "Something here does not fit the schema."
    if any(isinstance(node, ValueNode) for node in error.nodes or ()):
        told = "A literal does not fit its type."
    return Refusal("VALIDATION", told, error.locations or ())


def variable_refusal(error: GraphQLError) -> Refusal:
    """A variable that does not fit its type, by its place and not by its value."""
    return Refusal("VARIABLES", "A variable is missing or does not fit its type.", error.locations or ())
