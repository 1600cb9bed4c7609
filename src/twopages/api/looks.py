"""Who looked at a file, in the API: looks newest first, filtered, with what the ontology calls their offices and purposes."""

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AnySet
from typing import Annotated, Any

import strawberry

from twopages.access.looked.looks import Looks, LooksAsk, LooksPage
from twopages.access.looked.seen import LookSeen
from twopages.api.fixed import DateText, Label, PageInfo
from twopages.api.readers import Edge, Fields, Listed
from twopages.dossier import PAGE_SIZE, cursor, place
from twopages.ontology.model import Label as Words
from twopages.ontology.model import Model

_PREFIX = "purpose/"


def _said(text: str) -> Any:
    return strawberry.field(description=text)


@strawberry.type(description="A question about a look, and its answer.")
class Question:
    """A question of whose file it is."""

    id: strawberry.ID = _said("Its id.")
    at: str = _said("When it was asked, UTC.")
    text: str = _said("What was asked.")
    answer: str | None = _said("The answer of an auditor.")
    answered: str | None = _said("When it was answered, UTC.")


@strawberry.type(description="One look at a file, as its receipt tells it.")
class Look:
    """A look; the account and the case stand in the log alone."""

    id: strawberry.ID = _said("Its id in the log of receipts.")
    at: str = _said("When it was, UTC.")
    role: str = _said("As whom somebody looked.")
    organisation: str | None = _said("The department for which somebody looked.")
    organisation_label: Label | None = _said("Name of the department; null for one that the ontology does not have.")
    purpose: str = _said("Id of the purpose.")
    purpose_label: Label | None = _said("Name of the purpose; null for one that the ontology has no more.")
    basis: str = _said("The legal basis as it was then.")
    case: bool = _said("Whether it was for a case.")
    look: str = _said("How: page, graphql, search, lineage, history, tags or export.")
    fields: list[str] = _said("What was shown: attributes, relations and tags, by their ids in the ontology.")
    masked: list[str] = _said("Those of them that were shown masked.")
    own: bool = _said("Whether the account that asks looked at its own file, or at one for which it acts.")
    questions: list[Question] = _said("What whose file it is asked about it.")


@strawberry.type(description="A look in a list.")
class LookEdge:
    """An edge as Relay has it."""

    cursor: str = _said("Marks this place in the list.")
    node: Look = _said("The look.")


@strawberry.type(description="A list of looks, newest first.")
class LookConnection:
    """A page of looks."""

    edges: list[LookEdge] = _said("The looks of this page.")
    page_info: PageInfo = _said("Whether there is more.")
    total_count: int = _said("How many there are in all.")


def look_arguments(  # noqa: PLR0913, PLR0917  # the arguments of the field
    first: Annotated[int, strawberry.argument(description="How many at most.")] = PAGE_SIZE,
    after: Annotated[str | None, strawberry.argument(description="The cursor to go on after.")] = None,
    purpose: Annotated[str | None, strawberry.argument(description="Only looks for this purpose.")] = None,
    organisation: Annotated[
        str | None, strawberry.argument(description="Only looks for this department, or by this role for none.")
    ] = None,
    from_: Annotated[
        DateText | None, strawberry.argument(name="from", description="Only looks of this day in Shanghai, or later.")
    ] = None,
    to: Annotated[
        DateText | None, strawberry.argument(description="Only looks of this day in Shanghai, or earlier.")
    ] = None,
    own: Annotated[bool | None, strawberry.argument(description="Only own looks, or only others.")] = None,
) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def looks_ask(arguments: Mapping[str, Any], size: int) -> LooksAsk:
    """What the arguments of the field ask; CursorError for a cursor of another list."""
    after = place(arguments.get("after"), 2)
    return LooksAsk(
        size,
        (after[0], after[1]) if after else None,
        arguments.get("purpose"),
        arguments.get("organisation"),
        _day(arguments.get("from")),
        _day(arguments.get("to")),
        arguments.get("own"),
    )


def _day(told: Any) -> str | None:
    """A day as it was told; whatever else stands there is refused as no day."""
    return None if told is None else str(told)


def list_looks(page: LooksPage, ask: LooksAsk) -> Listed:
    """A page of looks as a list with cursors."""
    edges = tuple(Edge(cursor(look.at, look.id), look) for look in page.looks)
    return Listed(edges, ask.after is not None, page.more, page.total(ask))


def read_looks(looks: Looks, id: str, asks: Iterable[LooksAsk], mine: AnySet[str]) -> Iterator[Listed]:
    """The lists that are asked of a file; `mine`: hashes of accounts whose looks are its own. MomentError for a day that is none."""
    for ask in asks:
        yield list_looks(looks.page(id, ask, mine) or LooksPage((), False, ()), ask)


def look_readers(model: Model) -> dict[str, Fields]:
    """How the fields of looks are read."""

    def office(look: LookSeen) -> Words | None:
        known = model.departments.get(look.organisation or "")
        return known.label if known else None

    def purpose(look: LookSeen) -> Words | None:
        known = model.purposes.get(look.purpose.removeprefix(_PREFIX))
        return known.label if known else None

    names = ("id", "at", "role", "organisation", "purpose", "basis", "case", "look", "fields", "masked", "own")
    connection: Fields = {"edges": "edges", "pageInfo": lambda listed: listed, "totalCount": "total"}
    return {
        "Look": {
            **{name: name for name in names},
            "organisationLabel": office,
            "purposeLabel": purpose,
            "questions": "asked",
        },
        "Question": {
            **{name: name for name in ("id", "at", "text", "answered")},
            "answer": lambda asked: asked.answer or None,
        },
        "LookEdge": {"cursor": "cursor", "node": "item"},
        "LookConnection": connection,
    }
