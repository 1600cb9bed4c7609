"""What a rule rests on, wherever it goes: the attributes that it reads of anybody, and the relations that it follows. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from twopages.ontology.model import Model
from twopages.ontology.rule import Apart, Condition, Differs, Far, Has, Share, walk


@dataclass(frozen=True, slots=True)
class Sources:
    """The ids of attributes and relations that a rule reads, each in the order of the Model."""

    attributes: tuple[str, ...]
    relations: tuple[str, ...]


def sources_of(model: Model, condition: Condition) -> Sources:
    """What a rule rests on."""
    attributes, relations = set(_attributes(condition)), set(_relations(condition))
    return Sources(
        tuple(name for name in model.attributes if name in attributes),
        tuple(name for name in model.relations if name in relations),
    )


def _attributes(condition: Condition) -> Iterator[str]:
    for term in walk(condition):
        match term:
            case Has(of, part=False):
                yield of
            case Share(of, other) | Differs(of, other):
                yield from (of, other)


def _relations(condition: Condition) -> Iterator[str]:
    for term in walk(condition):
        match term:
            case Far(step):
                yield step.relation
            case Apart(one, other):
                yield from (one.relation, other.relation)
