"""The GraphQL schema: Strawberry types built from the Model at start-up. It is typed here and answered by the plan."""

import types
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import Annotated, Any

import strawberry
from strawberry.schema.config import StrawberryConfig

from twopages.api.acting import Acting
from twopages.api.acts import ACTS, LISTS, Act
from twopages.api.fixed import (
    SCALARS,
    EntityCaption,
    LinkSource,
    PageInfo,
    RecordConnection,
    envelope_type,
    part_type,
)
from twopages.api.history import AsOf, ChangeConnection
from twopages.api.looks import LookConnection, look_arguments
from twopages.api.naming import relation_type
from twopages.api.outline import Root, SubjectField, key_arguments, roots, subject_fields
from twopages.api.search import EntityConnection, list_arguments
from twopages.api.tag_types import CatalogueTag, HeldTag, PastTag
from twopages.dossier import PAGE_SIZE
from twopages.ontology.belonging import opened
from twopages.ontology.model import Attribute, EntityClass, Model, Relation

First = Annotated[int, strawberry.argument(description="How many at most.")]
After = Annotated[str | None, strawberry.argument(description="The cursor to go on after.")]
AsOfDay = Annotated[
    AsOf | None,
    strawberry.argument(name="asOf", description="The days of which the whole file is asked; else it is as now."),
]


def print_sdl(model: Model) -> str:
    """The schema as text."""
    config = StrawberryConfig(scalar_map=SCALARS)
    builder = _Builder(model)
    return strawberry.Schema(query=builder.query(), mutation=_mutation(), config=config).as_str() + "\n"


@dataclass(frozen=True, slots=True)
class _Spec:
    """One field of a type that is built: its name, type, description, and the function that has its arguments."""

    name: str
    type: object
    description: str
    arguments: Any = None


class _Builder:
    """Builds each type once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.connections: dict[str, type] = {}
        self.subjects = {cls.id: self._subject(cls) for cls in opened(model)}

    def query(self) -> type:
        specs = (self._root(name, root) for name, root in roots(self.model).items())
        return _build("Query", "What can be asked.", *specs, *_CATALOGUE, *map(_done, LISTS.values()))

    def _root(self, name: str, root: Root) -> _Spec:
        label, found = root.cls.label.en, self.subjects[root.cls.id] | None
        if root.kind == "own":
            return _Spec(name, found, "The own file of who is signed in.", _own)
        if root.kind == "id":
            return _Spec(name, found, f"{label} by id; null when there is none or it may not be opened.", _by_id)
        if root.kind == "key":
            return _Spec(
                name, found, f"{label} by its key, sent as a variable in the body of a POST.", self._keyed(root.cls)
            )
        if root.kind == "name":
            return _Spec(name, EntityConnection | None, f"{label}: those whose name holds a text.", _by_name)
        arguments = list_arguments(self.model, root.cls.id, named=root.kind == "name or where")
        return _Spec(name, EntityConnection | None, f"{label}: those with some tags and codes.", arguments)

    def _keyed(self, cls: EntityClass) -> Any:
        """The function that holds the arguments of a look by key."""
        if len(cls.key) == 1:
            return _by_key
        known = [self.model.attributes[name] for name in key_arguments(cls)]
        parts = [_parameter(item.id, _key_part(item)) for item in known]

        def by_parts(**arguments: Any) -> None:
            """Holds the arguments; the answer is shaped by the plan."""

        by_parts.__signature__ = Signature([*parts, _parameter("as_of", AsOfDay, None)])  # type: ignore[attr-defined]  # inspect looks for it
        return by_parts

    def _subject(self, cls: EntityClass) -> type:
        specs = (self._subject_field(name, field) for name, field in subject_fields(self.model, cls).items())
        return _build(cls.id, cls.description.en, *specs)

    def _subject_field(self, name: str, field: SubjectField) -> _Spec:
        if field.kind == "attribute":
            attribute = self.model.attributes[field.name]
            return _Spec(name, envelope_type(attribute) | None, attribute.description.en)
        if field.relation is not None:
            label = field.relation.label if field.forward else field.relation.inverse
            description = f"{label.en}: {field.relation.description.en}"
            return _Spec(name, self._connection(field.relation) | None, description, _links)
        return _Spec(name, *_OF_SUBJECTS[name])

    def _connection(self, relation: Relation) -> type:
        """One for both directions of a relation: an edge looks the same from either end."""
        if relation.id not in self.connections:
            name = relation_type(relation.id)
            edge = _build(f"{name}Edge", relation.description.en, *_edge_specs(relation))
            edges = _Spec("edges", list[edge], "The relations of this page.")  # type: ignore[valid-type]
            info = _Spec("pageInfo", PageInfo, "Whether there is more.")
            total = _Spec("totalCount", int, "How many there are in all.")
            self.connections[relation.id] = _build(f"{name}Connection", "A list of relations.", edges, info, total)
        return self.connections[relation.id]


def _mutation() -> type:
    told = "What can be done: field by field in their order, each whole or not at all; one that fails is null with an error."
    return _build("Mutation", told, *map(_done, ACTS.values()))


def _done(act: Act) -> _Spec:
    return _Spec(act.name, act.type, act.description, act.do)


def _edge_specs(relation: Relation) -> Iterator[_Spec]:
    yield _Spec("cursor", str, "Marks this place in the list.")
    yield _Spec("node", EntityCaption, "The far end.")
    yield _Spec("records", list[strawberry.ID], "The records that assert it, best first.")
    yield _Spec("sources", list[LinkSource], "Those records and where they come from, best first.")
    for part in relation.parts.values():
        yield _Spec(part.id, part_type(part) | None, f"{part.label.en}.")


def _build(name: str, description: str, *specs: _Spec) -> type:
    """A Strawberry type; a trailing underscore keeps Python's own words away from its attributes."""
    fields = {f"{spec.name}_": spec for spec in specs}

    def body(namespace: dict[str, Any]) -> None:
        namespace["__module__"] = __name__
        namespace["__annotations__"] = {key: spec.type for key, spec in fields.items() if spec.arguments is None}
        namespace.update({key: _field(spec) for key, spec in fields.items()})

    return strawberry.type(types.new_class(name, exec_body=body), name=name, description=description)


def _field(spec: _Spec) -> object:
    if spec.arguments is None:
        return strawberry.field(name=spec.name, description=spec.description)
    return strawberry.field(spec.arguments, name=spec.name, description=spec.description, graphql_type=spec.type)


def _key_part(attribute: Attribute) -> Any:
    """The argument for one part of a key: a code is no secret, and may stand in a document as an id may."""
    said = strawberry.argument(description=attribute.description.en)
    return Annotated[str, said] if attribute.codes is None else Annotated[strawberry.ID, said]


def _parameter(name: str, type_: Any, default: Any = Parameter.empty) -> Parameter:
    return Parameter(name, Parameter.KEYWORD_ONLY, annotation=type_, default=default)


def _own(as_of: AsOfDay = None) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _by_id(id: Annotated[strawberry.ID, strawberry.argument(description="Its id.")], as_of: AsOfDay = None) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _by_key(
    key: Annotated[str, strawberry.argument(description="Any key of its class, in any spelling.")],
    as_of: AsOfDay = None,
) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _by_name(
    name: Annotated[str, strawberry.argument(description="A part of the name.")],
    first: First = PAGE_SIZE,
    after: After = None,
) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _records(
    first: First = PAGE_SIZE,
    after: After = None,
    history: Annotated[bool, strawberry.argument(description="Superseded and retired versions, too.")] = False,
) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _timeline(first: First = PAGE_SIZE, after: After = None) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _difference(
    from_: Annotated[AsOf, strawberry.argument(name="from", description="The moment before.")],
    to: Annotated[
        AsOf | None, strawberry.argument(description="The moment after; else that of the whole file.")
    ] = None,
    first: First = PAGE_SIZE,
    after: After = None,
) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _links(first: First = PAGE_SIZE, after: After = None) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _by_tag(id: Annotated[strawberry.ID, strawberry.argument(description="Its id in the ontology.")]) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


def _catalogue(
    of_class: Annotated[str | None, strawberry.argument(name="class", description="Only those of this class.")] = None,
    group: Annotated[strawberry.ID | None, strawberry.argument(description="Only those of this group.")] = None,
) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


_CATALOGUE = (
    _Spec("tag", CatalogueTag | None, "A tag of the public catalogue.", _by_tag),
    _Spec("tags", list[CatalogueTag] | None, "The public catalogue of tags, in its order.", _catalogue),
)

_OF_SUBJECTS: dict[str, tuple[object, str, Any]] = {
    "id": (strawberry.ID, "Its id.", None),
    "class": (str, "Its class in the ontology.", None),
    "caption": (str, "Its short name; empty while no record has named it.", None),
    "records": (RecordConnection | None, "The records about it, newest first.", _records),
    "timeline": (ChangeConnection | None, "What changed in it, day by day, newest first.", _timeline),
    "difference": (ChangeConnection | None, "What differs in it between two moments.", _difference),
    "tags": (list[HeldTag] | None, "The tags that it has.", None),
    "pastTags": (list[PastTag] | None, "The tags that it had, newest first.", None),
    "actingBy": (
        Acting | None,
        "By what the viewer acts for it; null for the own file, and for whoever does not act for it.",
        None,
    ),
    "looks": (LookConnection | None, "Who looked at it, newest first.", look_arguments),
}
