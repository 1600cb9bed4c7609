"""Under which condition one end of a relation acts for the other: a rule of the relation as a node, as in the rules of tags."""

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
    """The relations, those that represent under a condition with it."""
    terms, reader = {local(term): term for term in facts.of(TP.Relation)}, ShapeReader(facts)
    read = {name: condition_of(facts, reader, terms[name]) for name in relations}
    return MappingProxyType({name: replace(item, represents_while=read[name]) for name, item in relations.items()})


def condition_of(facts: Facts, reader: ShapeReader, relation: URIRef) -> Far | None:
    """The far ends for which the from end of a relation acts; None without a condition, or with one that was refused."""
    shape, classes = facts.one(relation, TP.representsWhile), ends(facts, relation, RDFS.range)
    if shape is None or len(classes) != 1:
        return None
    where = reader.over(shape, local(relation), classes[0])
    return None if where is None else Far(Step(local(relation), True, classes[0]), where, least=1)
