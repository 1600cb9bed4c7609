"""Purposes for the small ontologies of tests: one's own file is given whole, and a desk that finds by keys and names is given the same."""

from collections.abc import Iterator
from dataclasses import replace

from twopages.ontology.model import EntityClass, Label, Model
from twopages.ontology.purpose import AccountRole, Approval, FarElements, Purpose, ViewerRole, Way
from twopages.ontology.rule import Span


def with_purposes(model: Model) -> Model:
    """The ontology with a purpose for the own file and one for the desk about each class that has files: own-Human, desk-Human."""
    files = [cls for cls in model.classes.values() if cls.subject]
    purposes = {item.id: item for cls in files for item in _purposes(model, cls)}
    roles = {item.id: item for item in (*(_own(cls) for cls in files), DESK_ROLE, STEWARD_ROLE)}
    return replace(model, purposes=purposes, viewer_roles=roles, approvals={"auto": Approval("auto", NO, NO, 0)})


NO = Label("无", "none")


def role(id: str, way: Way, *accounts: AccountRole, whole: bool = True) -> ViewerRole:
    return ViewerRole(id, NO, NO, way, False, frozenset(accounts), whole, whole)


DESK_ROLE, STEWARD_ROLE = role("desk", "", "caseworker"), role("steward", "", "steward")


def _own(cls: EntityClass) -> ViewerRole:
    return role(f"self-{cls.id}", "own-file", "citizen", "operator")


def _purposes(model: Model, cls: EntityClass) -> Iterator[Purpose]:
    yield purpose(model, cls, f"own-{cls.id}", f"self-{cls.id}")
    tags = {tag.id for tag in model.tags.values() if tag.cls == cls.id}
    yield purpose(model, cls, f"desk-{cls.id}", "desk", finds=frozenset({*cls.attributes, *tags}))
    masked = frozenset({cls.caption} if model.attributes[cls.caption].grade > 1 else ())
    yield purpose(model, cls, f"steward-{cls.id}", "steward", finds=frozenset({*cls.attributes, *tags}), masked=masked)


def purpose(model: Model, cls: EntityClass, id: str, role: str, **other: object) -> Purpose:
    """A purpose that gives everything of a class."""
    relations = frozenset(
        item.id for item in model.relations.values() if cls.id in (*item.from_classes, *item.to_classes)
    )
    things = frozenset(name for name, item in model.attributes.items() if not model.classes[item.cls].subject)
    base = Purpose(
        id=id, label=NO, description=NO, role=role, department=None, subject=cls.id, attributes=frozenset(cls.attributes),
        tags=frozenset(model.tags), relations=relations,
        far={name: FarElements(things) for name in relations}, finds=frozenset(), finds_why=NO, masked=frozenset(),
        never=frozenset(), never_uses=frozenset(), max_grade=4, legal_basis=Label("法", "law"), needs_case=False,
        needs_consent=False, approval="auto", kept_for=Span(30, "D"), order=1,
    )  # fmt: skip
    return replace(base, **other)  # type: ignore[arg-type]
