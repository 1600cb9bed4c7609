"""What the Model's structure says about how a class is shown, so that no page need know a class by name."""

from collections.abc import Sequence
from typing import Final, Literal

from twopages.ontology.model import Attribute, EntityClass, Model, Relation
from twopages.pages.showing import sensitive

Look = Literal["card", "line"]
_PERMITS: Final = ("Permit",)  # local names of the public terms (schema.org) for what is issued to a holder
_FACTS_AT_TOP = 3
_HARMLESS = 2


def headline(model: Model, cls: EntityClass) -> tuple[str, ...]:
    """What stands under the name of a subject: its key, and the first harmless codes of its first group."""
    attributes = [model.attributes[attribute] for attribute in cls.attributes]
    first = attributes[0].group if attributes else ""
    codes = [item.id for item in attributes if item.group == first and item.codes and item.grade <= _HARMLESS]
    return (*cls.key, *(item for item in codes if item not in cls.key))[: len(cls.key) + _FACTS_AT_TOP]


def is_document(model: Model, relation: Relation, forward: bool) -> bool:
    """Whether the far ends of a relation are papers about the subject: things without a page that point at subjects."""
    points, pointed = (_has_subject(model, ends) for ends in (relation.from_classes, relation.to_classes))
    return not forward and pointed and not points


def _has_subject(model: Model, classes: Sequence[str]) -> bool:
    return any(model.classes[cls].subject for cls in classes)


def look_of(cls: EntityClass) -> Look:
    """Whether a class is shown as a card, like a licence in a wallet, or as a line of a list."""
    return "card" if any(term.endswith(_PERMITS) for term in cls.equivalents) else "line"


def state_of(model: Model, cls: EntityClass) -> str | None:
    """The attribute that says in what state a thing is: its last code, unless that is of its first group."""
    attributes = [model.attributes[attribute] for attribute in cls.attributes]
    codes = [item.id for item in attributes if item.codes and not item.many and item.group != attributes[0].group]
    return codes[-1] if codes else None


def facts_of(model: Model, cls: EntityClass) -> tuple[Attribute, ...]:
    """The attributes by which a thing is told on its card: neither its name, nor its state, nor anything sensitive."""
    apart = {cls.caption, state_of(model, cls)}
    attributes = (model.attributes[attribute] for attribute in cls.attributes)
    return tuple(item for item in attributes if item.id not in apart and not sensitive(model, item))


def shape_of(model: Model, cls: str) -> str:
    """The shape of a class in the picture of relations: subjects first, then things in the Model's order."""
    shapes: Sequence[str] = ("circle", "square", "diamond", "hexagon", "triangle", "pentagon")
    classes = sorted(model.classes.values(), key=lambda item: not item.subject)
    place = next(number for number, item in enumerate(classes) if item.id == cls)
    return shapes[place % len(shapes)]
