"""The plan: what an operation asks of one entity, as plain data, before anything is read; and cursors of its pages."""

import base64
import binascii
from dataclasses import dataclass, replace

import orjson

from twopages.dossier.moment import NOW, Moment
from twopages.errors import TwoPagesError
from twopages.ontology.model import EntityClass, Model, Relation

PAGE_SIZE = 20  # of a question that names no size
MAX_CURSOR = 500  # characters; ours are far shorter


class CursorError(TwoPagesError):
    """A cursor that no page of this question gave out."""

    code = "CURSOR"


@dataclass(frozen=True, slots=True)
class RecordsAsk:
    """A page of records, newest first; `history`: superseded and retired versions too.

    `supplying`: only records that supply any of these attributes.
    """

    size: int = PAGE_SIZE
    after: tuple[str, str] | None = None  # observed and id of the last record of the page before
    history: bool = False
    count: bool = False  # how many there are in all, too
    supplying: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class LinksAsk:
    """A page of one relation.

    `sources`: the records that assert it, too; `far`: attributes of the far end, for things that are no subjects;
    `beyond`: questions for relations of the far end. Without a `size` all of them are asked, as counting needs.
    """

    relation: str
    forward: bool
    size: int | None = PAGE_SIZE
    after: str | None = None  # id of the far end of the last link of the page before
    sources: bool = False
    far: frozenset[str] = frozenset()
    beyond: tuple["LinksAsk", ...] = ()
    count: bool = False  # how many there are in all, too


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of an entity of class `cls`, as of a moment."""

    cls: str
    attributes: frozenset[str] = frozenset()
    links: tuple[LinksAsk, ...] = ()
    records: tuple[RecordsAsk, ...] = ()
    moment: Moment = NOW


def directions(model: Model, cls: EntityClass) -> tuple[tuple[Relation, bool], ...]:
    """The relations of a class, each with whether the class is its from end; a symmetric one stands once."""
    found = []
    for relation in model.relations.values():
        if cls.id in relation.from_classes:
            found.append((relation, True))
        if cls.id in relation.to_classes and not relation.symmetric:
            found.append((relation, False))
    return tuple(found)


def whole(model: Model, cls: str, *, size: int = PAGE_SIZE, history: bool = False) -> Plan:
    """Everything of an entity: all attributes, the first page of its records and of each relation with its sources."""
    entity = model.classes[cls]
    links = (LinksAsk(relation.id, forward, size, sources=True) for relation, forward in directions(model, entity))
    return Plan(cls, frozenset(entity.attributes), tuple(links), (RecordsAsk(size, history=history),))


def with_far(plan: Plan, relation: str, attributes: frozenset[str]) -> Plan:
    """The plan, asking also for these attributes of the far ends of a relation."""
    links = tuple(replace(ask, far=attributes) if ask.relation == relation else ask for ask in plan.links)
    return replace(plan, links=links)


def cursor(*parts: str) -> str:
    """An opaque text that marks a place in a list."""
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


def place(text: str | None, parts: int) -> tuple[str, ...] | None:
    """The inverse of `cursor`; CursorError when it is not one with so many parts."""
    if text is None:
        return None
    try:
        found = orjson.loads(base64.b64decode(_padded(text), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise CursorError("The cursor is not one that this server gave out.") from error
    if not isinstance(found, list) or len(found) != parts or not all(isinstance(part, str) for part in found):
        raise CursorError("The cursor belongs to another list.")
    return tuple(found)


def _padded(text: str) -> str:
    if len(text) > MAX_CURSOR:
        raise CursorError("The cursor is not one that this server gave out.")
    return text + "=" * (-len(text) % 4)
