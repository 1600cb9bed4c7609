"""By what subjects are found: by codes, truths, days and texts that stand in plain, by their keys, public names, texts and places. Pure."""

from typing import Final

from twopages.ontology.model import Attribute, EntityClass, Model

# What is found of a value: a code and the wider ones, a truth, a day with its month and year, an industry with the wider ones, a text.
KINDS: Final = frozenset({"code", "division", "boolean", "date", "partialDate", "industry", "text"})
CELLS: Final = "cells"  # of a node, those of the grid that it is in or near; no attribute is called so
PUBLIC: Final = 1  # the grade of names by parts of which subjects are found


def sought(model: Model, cls: EntityClass) -> tuple[Attribute, ...]:
    """The attributes of a class by whose values subjects are found; of things, as far as some purpose finds by them."""
    known = [model.attributes[name] for name in cls.attributes if model.attributes[name].searchable]
    named = frozenset[str]().union(*(item.finds for item in model.purposes.values() if item.subject == cls.id))
    return tuple(item for item in known if item.kind in KINDS and (cls.subject or item.id in named))


def placed(model: Model, cls: EntityClass) -> tuple[str, ...]:
    """The attributes that say where things of a class are, where some purpose finds them by that."""
    named = frozenset[str]().union(*(item.finds for item in model.purposes.values() if item.subject == cls.id))
    return cls.located_by if cls.located_by and named.issuperset(cls.located_by) else ()
