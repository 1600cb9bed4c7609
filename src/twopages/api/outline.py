"""The outline of the schema: which root fields there are and which fields a subject has, each with what it stands for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from twopages.access import own_class
from twopages.api.naming import field_name, plural, relation_field
from twopages.dossier import directions
from twopages.errors import OntologyError
from twopages.ontology.belonging import opened
from twopages.ontology.model import EntityClass, Model, Relation
from twopages.ontology.sought import PUBLIC
from twopages.tags.search import findable

OWN_FIELDS = ("id", "class", "caption")  # of every subject


@dataclass(frozen=True, slots=True)
class Root:
    """A root field: how it finds entities (the own file, an id, a key, a part of the name, tags and codes) and of which class."""

    kind: Literal["own", "id", "key", "name", "where", "name or where"]
    cls: EntityClass

    @property
    def listed(self) -> bool:
        """Whether it answers with a list."""
        return "name" in self.kind or "where" in self.kind


@dataclass(frozen=True, slots=True)
class SubjectField:
    """A field of a subject: one of its own, an attribute, its records, changes, tags or looks, a relation in one direction, or by what
    the viewer acts for it.
    """

    kind: Literal[
        "own", "attribute", "records", "timeline", "difference", "tags", "pastTags", "looks", "actingBy", "links"
    ]
    name: str = ""
    relation: Relation | None = None
    forward: bool = True


def roots(model: Model) -> Mapping[str, Root]:
    """Every root field by name."""
    found = {"me": Root("own", model.classes[own_class(model)])}
    for cls in opened(model):
        name = field_name(cls.id)
        found |= {name: Root("id", cls), f"{name}ByKey": Root("key", cls)}
        if kind := _list_kind(model, cls):
            found[plural(name)] = Root(kind, cls)
    return found


def key_arguments(cls: EntityClass) -> tuple[str, ...]:
    """The arguments that hold the key of a class; one of several parts is asked part by part."""
    return ("key",) if len(cls.key) == 1 else cls.key


def _list_kind(model: Model, cls: EntityClass) -> Literal["name", "where", "name or where"] | None:
    """How entities of a class are looked for; a secret name cannot be, and things only by what some purpose finds by."""
    named, found = model.attributes[cls.caption].grade == PUBLIC, findable(model, cls.id)
    if not cls.subject:
        named &= any(cls.caption in purpose.finds for purpose in model.purposes.values() if purpose.subject == cls.id)
    return "name or where" if named and found else "name" if named else "where" if found else None


def subject_fields(model: Model, cls: EntityClass) -> Mapping[str, SubjectField]:
    """Every field of a subject by name; OntologyError when two would have one name."""
    fields = list(_subject_fields(model, cls))
    found = dict(fields)
    if len(found) < len(fields):
        names = [name for name, _ in fields]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise OntologyError(f"{cls.id} would have two GraphQL fields {twice[0]!r}.", "Rename one of the two terms.")
    return found


Own = Literal["records", "timeline", "difference", "tags", "pastTags", "looks", "actingBy"]


def _of_tagged(model: Model, cls: EntityClass) -> tuple[Own, ...]:
    """What only classes have that have files, or tags."""
    tagged = cls.subject or any(tag.cls == cls.id for tag in model.tags.values())
    return ("tags", "pastTags") if tagged else ()


def _of_files(cls: EntityClass) -> tuple[Own, ...]:
    """What only files have: whoever a thing belongs to sees in the own file who looked; one acts for those who have files."""
    return ("looks", "actingBy") if cls.subject else ()


def _subject_fields(model: Model, cls: EntityClass) -> Iterator[tuple[str, SubjectField]]:
    for name in OWN_FIELDS:
        yield name, SubjectField("own", name)
    for name in ("records", "timeline", "difference", *_of_tagged(model, cls), *_of_files(cls)):
        yield name, SubjectField(name)
    for name in cls.attributes:
        yield name, SubjectField("attribute", name)
    for relation, forward in directions(model, cls):
        yield relation_field(relation, forward), SubjectField("links", relation=relation, forward=forward)
