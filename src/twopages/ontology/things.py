"""Classes, attributes, relations and groups out of the facts."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal, cast

from rdflib import URIRef
from rdflib.term import Node

from twopages.ontology.derivations import derivation_of, state_rule
from twopages.ontology.facts import Facts
from twopages.ontology.model import Attribute, Block, EntityClass, Grade, Group, Label, Part, Relation
from twopages.ontology.words import OWL, RDF, RDFS, SH, SKOS, TP, local


def groups(facts: Facts) -> Mapping[str, Group]:
    """The blocks of the pages in their order."""
    found = [Group(local(s), facts.label(s), int(facts.text(s, SH.order) or 0)) for s in facts.of(SH.PropertyGroup)]
    return MappingProxyType({group.id: group for group in sorted(found, key=lambda group: group.order)})


def blocks(facts: Facts) -> Mapping[str, Block]:
    """The relations that pages show together, in their order."""
    found = sorted((_block(facts, s) for s in facts.of(TP.Block)), key=lambda block: (block.cls, block.order))
    return MappingProxyType({block.id: block for block in found})


def _block(facts: Facts, subject: URIRef) -> Block:
    look = cast(Literal["list", "tree", "map"], facts.text(subject, TP.look))
    page, order = local(facts.text(subject, TP.onPageOf)), int(facts.text(subject, SH.order) or 0)
    return Block(local(subject), page, facts.label(subject), order, ids(facts, subject, TP.shows), look)


def attributes(facts: Facts, values: frozenset[str], presence: frozenset[str]) -> Mapping[str, Attribute]:
    """All attributes in the order of the pages: by group, then as they stand in their files.

    Rules read the `values` of some, and of others (`presence`) only whether there is one.
    """
    orders = {str(group): int(facts.text(group, SH.order) or 0) for group in facts.of(SH.PropertyGroup)}
    found = sorted(facts.of(TP.Attribute), key=lambda s: (orders.get(facts.text(s, TP.group), 0), facts.place(s)))
    made = (_attribute(facts, s, order) for order, s in enumerate(found, 1))
    return MappingProxyType({item.id: _standing(item, values, presence) for item in made})


def _standing(attribute: Attribute, values: frozenset[str], presence: frozenset[str]) -> Attribute:
    """The attribute, with what of it stands on nodes."""
    plain = attribute.searchable or attribute.id in values
    return replace(attribute, plain=plain, flag=attribute.id in presence and not plain)


def classes(facts: Facts, known: Mapping[str, Attribute]) -> Mapping[str, EntityClass]:
    """All classes of entities."""
    return MappingProxyType({local(s): _class(facts, s, known) for s in facts.of(TP.EntityClass)})


def relations(facts: Facts) -> Mapping[str, Relation]:
    """All relations between entities."""
    return MappingProxyType({local(s): _relation(facts, s) for s in facts.of(TP.Relation)})


def grade(facts: Facts, subject: Node) -> Grade:
    """The grade of a term."""
    return cast(Grade, int(local(facts.text(subject, TP.grade))))


def ids(facts: Facts, subject: Node, predicate: Node) -> tuple[str, ...]:
    """The ids in a list."""
    return tuple(local(item) for item in facts.items(subject, predicate))


def optional(facts: Facts, subject: Node, predicate: Node) -> str | None:
    """The id of the one object, if there is one."""
    found = facts.one(subject, predicate)
    return None if found is None else local(found)


def ends(facts: Facts, relation: Node, predicate: Node) -> tuple[str, ...]:
    """The classes at one end of a relation: one, or the members of a union."""
    found = facts.one(relation, predicate)
    if found is None:
        return ()
    return ids(facts, found, OWL.unionOf) if facts.one(found, OWL.unionOf) is not None else (local(found),)


def _equivalents(facts: Facts, subject: Node) -> tuple[str, ...]:
    return tuple(facts.name(term) for term in facts.all(subject, SKOS.exactMatch))


def _attribute(facts: Facts, subject: URIRef, order: int) -> Attribute:
    return Attribute(
        id=local(subject),
        cls=local(facts.text(subject, RDFS.domain)),
        label=facts.label(subject),
        description=facts.description(subject),
        kind=local(facts.text(subject, RDFS.range)),
        codes=optional(facts, subject, TP.codes),
        many=facts.flag(subject, TP.many),
        grade=grade(facts, subject),
        group=local(facts.text(subject, TP.group)),
        authorities=ids(facts, subject, TP.authorities),
        mask=optional(facts, subject, TP.mask),
        prefill=facts.flag(subject, TP.prefill),
        self_declarable=facts.flag(subject, TP.selfDeclarable),
        preference="lowest-code" if facts.flag(subject, TP.lowestCodeWins) else None,
        plain=False,
        equivalents=_equivalents(facts, subject),
        order=order,
        derivation=derivation_of(facts, subject),
        searchable=facts.flag(subject, TP.searchable),
        tells_of_another=facts.flag(subject, TP.tellsOfAnother),
    )


def _class(facts: Facts, subject: URIRef, known: Mapping[str, Attribute]) -> EntityClass:
    name = local(subject)
    return EntityClass(
        id=name,
        label=facts.label(subject),
        description=facts.description(subject),
        key=ids(facts, subject, OWL.hasKey),
        other_keys=ids(facts, subject, TP.otherKeys),
        names=ids(facts, subject, TP.linkNames),
        texts=ids(facts, subject, TP.linkTexts),
        caption=local(facts.text(subject, TP.caption)),
        subject=facts.flag(subject, TP.hasPage),
        equivalents=_equivalents(facts, subject),
        attributes=tuple(attribute.id for attribute in known.values() if attribute.cls == name),
        lies_in=ids(facts, subject, TP.liesIn),
        addresses=ids(facts, subject, TP.linkAddresses),
        located_by=ids(facts, subject, TP.locatedBy),
        near_over=ids(facts, subject, TP.nearOver),
        near_metres=int(facts.text(subject, TP.nearMetres) or 0),
    )


def _relation(facts: Facts, subject: URIRef) -> Relation:
    return Relation(
        id=local(subject),
        from_classes=ends(facts, subject, RDFS.domain),
        to_classes=ends(facts, subject, RDFS.range),
        label=facts.label(subject),
        inverse=facts.bilingual(subject, TP.inverseLabel),
        description=facts.description(subject),
        symmetric=OWL.SymmetricProperty in facts.all(subject, RDF.type),
        parts=MappingProxyType({part.id: part for part in _parts(facts, subject)}),
        sources=ids(facts, subject, TP.authorities),
        grade=grade(facts, subject),
        represents=facts.flag(subject, TP.represents),
        far_key="broader" if facts.flag(subject, TP.farKeyIsBroader) else None,
        state_rule=state_rule(facts, subject),
        share=_share(facts, subject),
        ends=_nouns(facts, subject),
        owner=_owner(facts, subject),
    )


def _nouns(facts: Facts, relation: URIRef) -> tuple[Label, Label] | None:
    start, end = facts.bilingual(relation, TP.fromNoun), facts.bilingual(relation, TP.toNoun)
    return (start, end) if start.en and end.en else None


def _owner(facts: Facts, relation: URIRef) -> Literal["from", "to"] | None:
    told: Mapping[Node | None, Literal["from", "to"]] = {TP["from"]: "from", TP.to: "to"}
    return told.get(facts.one(relation, TP.owner))


def _share(facts: Facts, relation: URIRef) -> str | None:
    part = facts.one(relation, TP.ownedShare)
    return part_names(part)[1] if part is not None else None


def _parts(facts: Facts, relation: URIRef) -> list[Part]:
    return [
        Part(
            part_names(part)[1],
            facts.label(part),
            local(facts.text(part, RDFS.range)),
            optional(facts, part, TP.codes),
        )
        for part in facts.items(relation, TP.parts)
    ]


def part_names(part: Node) -> tuple[str, str]:
    """The relation and the name of a part: `part:RELATION.name`."""
    relation, _, name = local(part).partition(".")
    return relation, name
