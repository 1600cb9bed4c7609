"""Under which conditions one end of a relation acts for the other, by law or as its agent: rules of the relation as a node, as in tags."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from rdflib import URIRef

from twopages.ontology.facts import Facts
from twopages.ontology.model import Relation
from twopages.ontology.rule import Far, Step
from twopages.ontology.shapes import ShapeReader
from twopages.ontology.things import ends
from twopages.ontology.words import RDFS, TP, local


def with_conditions(facts: Facts, relations: Mapping[str, Relation]) -> Mapping[str, Relation]:
    """The relations, those that represent or authorise under conditions with them."""
    terms, reader = {local(term): term for term in facts.of(TP.Relation)}, ShapeReader(facts)
    read = {name: (condition_of(facts, reader, term), authorising(facts, reader, term)) for name, term in terms.items()}
    found = ((item, *read[name]) for name, item in relations.items())
    return MappingProxyType(
        {item.id: replace(item, represents_while=one, authorises=some) for item, one, some in found}
    )


def authorising(facts: Facts, reader: ShapeReader, relation: URIRef) -> tuple[Far, ...]:
    """The far ends whose agent the from end of a relation is, one for each class; what was refused is left out."""
    found = (reader.leading(shape, relation) for shape in facts.all(relation, TP.authorisesWhile))
    return tuple(sorted((far for far in found if far is not None), key=lambda far: far.step.cls))


def condition_of(facts: Facts, reader: ShapeReader, relation: URIRef) -> Far | None:
    """The far ends for which the from end of a relation acts; None without a condition, or with one that was refused."""
    shape, classes = facts.one(relation, TP.representsWhile), ends(facts, relation, RDFS.range)
    if shape is None or len(classes) != 1:
        return None
    where = reader.over(shape, local(relation), classes[0])
    return None if where is None else Far(Step(local(relation), True, classes[0]), where, least=1)
