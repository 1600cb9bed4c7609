"""Names of the GraphQL schema, derived from the ids and English labels of the Model."""

import re

from twopages.ontology.model import Relation

_WORD = re.compile(r"[A-Za-z0-9]+")


def field_name(cls: str) -> str:
    """A class id as a field: `RealEstate` becomes `realEstate`."""
    return cls[:1].lower() + cls[1:]


def plural(name: str) -> str:
    """The English plural of a class id, for lists of its entities."""
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")


def relation_type(relation: str) -> str:
    """A relation id as the stem of type names: `EMPLOYED_BY` becomes `EmployedBy`."""
    return "".join(word.capitalize() for word in relation.split("_"))


def relation_field(relation: Relation, forward: bool) -> str:
    """The field of a relation: its id seen from its from end, its inverse English label seen from the other."""
    return field_name(relation_type(relation.id)) if forward else camel(relation.inverse.en)


def camel(text: str) -> str:
    """English words as a field: `has natural-person shareholder` becomes `hasNaturalPersonShareholder`."""
    words = [word.group() for word in _WORD.finditer(text)]
    return words[0].lower() + "".join(word[:1].upper() + word[1:] for word in words[1:])
