"""What is looked at by itself, and to whom things belong that have no files of their own. Pure."""

from twopages.ontology.model import EntityClass, Model, Relation


def opened(model: Model) -> tuple[EntityClass, ...]:
    """The classes that are looked at by themselves: those with files, and those that some purpose is about."""
    about = {purpose.subject for purpose in model.purposes.values()}
    return tuple(cls for cls in model.classes.values() if cls.subject or cls.id in about)


def owning(model: Model, cls: str) -> tuple[Relation, ...]:
    """The relations that say to whom things of a class belong; none for a class with files, which belongs to nobody."""
    return tuple(relation for relation in model.relations.values() if cls in _owned(relation))


def belongings(model: Model, cls: str) -> tuple[str, ...]:
    """The classes of what may belong to somebody of a class."""
    found = (owned for relation in model.relations.values() if cls in _owners(relation) for owned in _owned(relation))
    return tuple(dict.fromkeys(found))


def _owned(relation: Relation) -> tuple[str, ...]:
    return {"from": relation.to_classes, "to": relation.from_classes}.get(relation.owner or "", ())


def _owners(relation: Relation) -> tuple[str, ...]:
    return {"from": relation.from_classes, "to": relation.to_classes}.get(relation.owner or "", ())
