"""What stands in plain on the nodes of a class, and which attributes each of it follows from. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from twopages.ontology.model import Attribute, EntityClass, Model
from twopages.ontology.own_value import own_derivation
from twopages.ontology.sought import CELLS

CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Outputs:
    """The properties of the nodes of a class: `reads` says for each the attributes whose records it follows from.

    `values` are properties that hold the value of the attribute of their name, `flags` those that hold whether the
    attribute they name has one; `names` are all attributes that are read.
    """

    reads: Mapping[str, frozenset[str]]
    values: frozenset[str]
    flags: Mapping[str, str]
    names: frozenset[str]


def outputs(model: Model, cls: EntityClass) -> Outputs:
    """The properties of a class of entities; derived values of which other entities are part are none of them."""
    own = [model.attributes[name] for name in cls.attributes]
    won = [item for item in own if item.authorities or own_derivation(item) is not None]
    values = frozenset(item.id for item in won if item.plain)
    flags = {item.flag_name: item.id for item in won if item.flag and not item.plain}
    reads = {name: _reads(model, name) for name in values}
    reads |= {shown: _reads(model, name) for shown, name in flags.items()}
    reads[CAPTION] = _reads(model, cls.caption)
    if cls.located_by:
        reads[CELLS] = frozenset[str]().union(*(_reads(model, name) for name in cls.located_by))
    names = frozenset[str]().union(*reads.values())
    return Outputs(MappingProxyType(reads), values, MappingProxyType(flags), names)


def _reads(model: Model, name: str) -> frozenset[str]:
    return frozenset(item.id for item in _chain(model, model.attributes[name]))


def _chain(model: Model, attribute: Attribute) -> Iterator[Attribute]:
    """An attribute, the one that it is worked out from, and so on."""
    yield attribute
    derivation = own_derivation(attribute)
    if derivation is not None:
        yield from _chain(model, model.attributes[derivation.of])
