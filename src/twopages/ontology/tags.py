"""Tags and their groups out of the facts, and what their rules need to stand on the nodes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast

from rdflib import URIRef
from rdflib.term import Node

from twopages.ontology.facts import Facts
from twopages.ontology.model import Tag, TagGroup
from twopages.ontology.rule import Condition, Differs, Has, Present, Share, walk
from twopages.ontology.shapes import ShapeReader
from twopages.ontology.things import grade
from twopages.ontology.words import BASE, OWL, SH, SKOS, TP, local


def tag_groups(facts: Facts) -> Mapping[str, TagGroup]:
    """The groups of tags, by class and in their order."""
    found = sorted((_group(facts, term) for term in facts.of(TP.TagGroup)), key=lambda group: (group.cls, group.order))
    return MappingProxyType({group.id: group for group in found})


def _group(facts: Facts, term: URIRef) -> TagGroup:
    cls, order = local(facts.text(term, TP.onPageOf)), int(facts.text(term, SH.order))
    return TagGroup(local(term), cls, facts.label(term), order)


def tags(facts: Facts, groups: Mapping[str, TagGroup]) -> Mapping[str, Tag]:
    """All tags by group, and in the order of their files."""
    places = {name: place for place, name in enumerate(groups)}
    terms = sorted(facts.of(TP.Tag), key=lambda term: (places[local(facts.text(term, TP.tagGroup))], facts.place(term)))
    reader = ShapeReader(facts)
    return MappingProxyType({local(term): _tag(facts, reader, term, order) for order, term in enumerate(terms, 1)})


def _tag(facts: Facts, reader: ShapeReader, term: URIRef, order: int) -> Tag:
    rule = cast(Node, facts.one(term, TP.rule))
    return Tag(
        id=local(term),
        cls=local(facts.text(rule, SH.targetClass)),
        label=facts.label(term),
        explanation=facts.bilingual(term, SKOS.definition),
        group=local(facts.text(term, TP.tagGroup)),
        grade=grade(facts, term),
        legal_basis=facts.bilingual(term, TP.legalBasis),
        used_by=tuple(str(user).removeprefix(BASE) for user in facts.all(term, TP.usedBy)),
        version=int(facts.text(term, OWL.versionInfo)),
        condition=cast(Condition, reader.rule(rule)),
        order=order,
    )


@dataclass(frozen=True, slots=True)
class Needed:
    """What rules read on nodes: attributes by their values, and those of which they only ask whether there is one."""

    values: frozenset[str] = frozenset()
    presence: frozenset[str] = frozenset()


def needed(conditions: Iterable[Condition]) -> Needed:
    """What the rules of tags need, those of far ends included; an attribute is in one of the two sets at most."""
    terms = [term for condition in conditions for term in walk(condition)]
    values = frozenset(name for term in terms for name in _values(term))
    asked = frozenset(term.of for term in terms if isinstance(term, Has) and not term.part)
    return Needed(values, asked - values)


def _values(term: Condition) -> Iterator[str]:
    match term:
        case Has(of, test, False) if not isinstance(test, Present):
            yield of
        case Share(of, other) | Differs(of, other):
            yield from (of, other)
