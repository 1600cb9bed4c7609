"""Subjects by their tags and codes: the arguments, built from the Model, the question, and its page with counts."""

import types
from collections.abc import Mapping
from collections.abc import Set as AnySet
from dataclasses import replace
from typing import Annotated, Any

import strawberry

from twopages.access import Element
from twopages.access.veil import Veil
from twopages.api.errors import Refusal
from twopages.api.fixed import EntityCaption, Label, PageInfo
from twopages.api.readers import Edge, Fields, Listed
from twopages.api.selection import Selected
from twopages.dossier import PAGE_SIZE, Dossiers, Far, cursor, place
from twopages.ontology.model import Attribute, Model
from twopages.ontology.model import Label as Words
from twopages.ontology.sought import placed
from twopages.tags.districts import divided
from twopages.tags.finds import TAG, finding
from twopages.tags.search import Facet, SearchAsk, Where, WhereError, find

DIVISION, WINDOW = "division", "window"
_DAYS = "Any of these days (2026-03-01), months (2026-03) or years (2026)."

Ids = list[strawberry.ID]
Texts = list[str]
First = Annotated[int, strawberry.argument(description="How many at most.")]
After = Annotated[str | None, strawberry.argument(description="The cursor to go on after.")]
Name = Annotated[str | None, strawberry.argument(description="A part of the name.")]
_WHERE = "Which ones, by tags and values, as far as the purpose finds subjects by them; in the order of ids."


def _said(text: str) -> Any:
    return strawberry.field(description=text)


def _asked(text: str) -> Any:
    return strawberry.field(description=text, default=None)


@strawberry.input(description="Which tags subjects have; what is left out or empty asks nothing.")
class TagsWhere:
    """Part of the argument `where`."""

    all: Ids | None = _asked("They have every one of these.")
    any: Ids | None = _asked("They have one of these at least.")
    none: Ids | None = _asked("They have none of these.")


@strawberry.input(description="A window of the map, in degrees.")
class Window:
    """Part of the argument `where`."""

    west: float = strawberry.field(description="Its western longitude.")
    south: float = strawberry.field(description="Its southern latitude.")
    east: float = strawberry.field(description="Its eastern longitude.")
    north: float = strawberry.field(description="Its northern latitude.")


@strawberry.type(name="Facet", description="How many of those who were found have a tag, or are in a district.")
class FacetType:
    """About a tag, or about a code of an attribute."""

    tag: strawberry.ID | None = _said("The tag.")
    attribute: str | None = _said("The attribute that says in which district they are.")
    code: str | None = _said("The district.")
    label: Label = _said("Name of the tag or district.")
    count: int = _said("How many; fewer than ten are not told.")


@strawberry.type(description="An entity in a list.")
class EntityEdge:
    """An edge as Relay has it."""

    cursor: str = _said("Marks this place in the list.")
    node: EntityCaption = _said("The entity; a name that is personal is masked.")


@strawberry.type(description="A list of entities.")
class EntityConnection:
    """A page of entities; counted where they were found by tags and codes."""

    edges: list[EntityEdge] = _said("The entities of this page.")
    page_info: PageInfo = _said("Whether there is more.")
    total_count: int | None = _said("How many there are in all; null for fewer than ten, and of a search by name.")
    facets: list[FacetType] | None = _said("How many by tag and by district, from ten up; null of a search by name.")


def where_type(model: Model, cls: str) -> type:
    """The argument `where` of a class: its tags, any of its divisions, and the codes by which its subjects are found."""
    fields = {name: _argument(model.attributes[name]) for name in finding(model, cls)}
    if divided(model, cls):
        fields = {
            DIVISION: (Ids | None, "In any of these divisions, by whichever attribute the purpose finds."),
            **fields,
        }
    if placed(model, model.classes[cls]):
        fields[WINDOW] = (Window | None, "In this window, or near it.")
    if any(tag.cls == cls for tag in model.tags.values()):
        fields = {"tags": (TagsWhere | None, "The tags that they have."), **fields}

    def body(namespace: dict[str, Any]) -> None:
        namespace["__module__"] = __name__
        namespace["__annotations__"] = {f"{name}_": type_ for name, (type_, _) in fields.items()}
        told = (
            (name, strawberry.field(name=name, description=text, default=None)) for name, (_, text) in fields.items()
        )
        namespace.update({f"{name}_": field for name, field in told})

    name, told = f"{cls}Where", "What is asked of those who are looked for; what is left out or empty asks nothing."
    return strawberry.input(types.new_class(name, exec_body=body), name=name, description=told)


def _argument(attribute: Attribute) -> tuple[Any, str]:
    """The argument by which entities are found by an attribute: its type, and what it asks."""
    text = attribute.description.en
    if attribute.codes is not None:
        return Ids | None, text
    if attribute.kind == "boolean":
        return bool | None, text
    asked = {"date": _DAYS, "partialDate": _DAYS, "industry": "Any of these industries, or of those in them."}
    return Texts | None, f"{text}. {asked.get(attribute.kind, 'Any of these, as they are written.')}"


def list_arguments(model: Model, cls: str, *, named: bool) -> Any:
    """The function that holds the arguments of a list of subjects that are found by tags, or by a name where they have one."""
    asked = where_type(model, cls)

    def by_name_or_where(name: Name = None, where: Any = None, first: First = PAGE_SIZE, after: After = None) -> None:
        """Holds the arguments; the answer is shaped by the plan."""

    def by_where(where: Any, first: First = PAGE_SIZE, after: After = None) -> None:
        """Holds the arguments; the answer is shaped by the plan."""

    argument = strawberry.argument(description=_WHERE)
    by_name_or_where.__annotations__["where"] = Annotated[asked | None, argument]
    by_where.__annotations__["where"] = Annotated[asked, argument]
    return by_name_or_where if named else by_where


def require_one(arguments: Mapping[str, Any]) -> None:
    """Refusal where a list is asked by nothing, or by two things."""
    if (arguments.get("name") is None) == (arguments.get("where") is None):
        raise Refusal("ARGUMENTS", "A list is asked by a part of the name, or by tags and codes.")


def asked_finds(
    model: Model, cls: str, arguments: Mapping[str, Any], selected: Selected, finds: AnySet[str]
) -> list[Element]:
    """What a list is found by, and whether it is counted; divisions by those attributes that the purpose `finds` by, else by all."""
    counted = [Element("count")] if any(selected.child("totalCount")) or any(selected.child("facets")) else []
    told = arguments.get("where")
    if told is None:
        return [Element("find", model.classes[cls].caption), *counted]
    where = _where(model, cls, told, finds)
    places = (where.places or divided(model, cls)) if where.divisions else ()
    there = placed(model, model.classes[cls]) if where.window else ()
    names = (*where.all, *where.any, *where.none, *(where.codes or {}), *places, *there)
    return [*(Element("find", name) for name in dict.fromkeys(names)), *counted, Element("count")]


def veiled_list(listed: Listed, veil: Veil) -> Listed:
    """The page with its short names as the purpose gives them, and without counts by what it does not find by."""
    finds = veil.decision.purpose.finds
    facets = None if listed.facets is None else tuple(item for item in listed.facets if _name(item) in finds)
    return replace(listed, edges=tuple(_veiled(edge, veil) for edge in listed.edges), facets=facets)


def _veiled(edge: Edge, veil: Veil) -> Edge:
    return replace(edge, item=veil.named(edge.item))


def _name(facet: Facet) -> str:
    return facet.code if facet.of == TAG else facet.of


def list_subjects(
    dossiers: Dossiers, veil: Veil, arguments: Mapping[str, Any], selected: Selected, size: int
) -> Listed:
    """The page of subjects that a root field asks; they are counted where the operation selects counts."""
    purpose, model = veil.decision.purpose, dossiers.model
    after, cls = place(arguments["after"], 1), purpose.subject
    where = _where(model, cls, arguments["where"], purpose.finds)
    if not (where.all or where.any or where.codes or where.divisions or where.window):
        raise WhereError("A list names at least one tag, value or place that they have: no purpose is about everybody.")
    total, facets = any(selected.child("totalCount")), any(selected.child("facets"))
    hits = find(dossiers.store, model, SearchAsk(where, size, after[0] if after else "", total, facets))
    names = ((hit, dossiers.caption(hit.id, hit.caption, hit.sealed)) for hit in hits.page)
    edges = tuple(Edge(cursor(hit.id), Far(hit.id, cls, name)) for hit, name in names)
    return Listed(edges, after is not None, hits.more, hits.total, facets=hits.facets)


def _where(model: Model, cls: str, told: Mapping[str, Any], finds: AnySet[str]) -> Where:
    tags, found = told.get("tags") or {}, finding(model, cls)
    every, some, none = (tuple(tags.get(name) or ()) for name in ("all", "any", "none"))
    codes = {name: values for name in found if (values := _values(told.get(name)))}
    divisions = () if DIVISION in found else tuple(told.get(DIVISION) or ())
    places = tuple(name for name in divided(model, cls) if name in finds)
    window = None if WINDOW in found else _sides(told.get(WINDOW))
    return Where(cls, every, some, none, codes, divisions, places, window)


def _sides(told: Mapping[str, float] | None) -> tuple[float, float, float, float] | None:
    return None if told is None else (told["west"], told["south"], told["east"], told["north"])


def _values(told: Any) -> tuple[str, ...]:
    """What is asked of an attribute, as text."""
    return (str(told).lower(),) if isinstance(told, bool) else tuple(told or ())


def facet_readers(model: Model) -> dict[str, Fields]:
    """How the fields of counts are read."""

    def told(facet: Facet) -> Words:
        if facet.of == TAG:
            return model.tags[facet.code].label
        return model.code_lists[model.attributes[facet.of].codes or ""].codes[facet.code].label

    return {
        "Facet": {
            "tag": lambda facet: facet.code if facet.of == TAG else None,
            "attribute": lambda facet: None if facet.of == TAG else facet.of,
            "code": lambda facet: None if facet.of == TAG else facet.code,
            "label": told,
            "count": "count",
        }
    }
