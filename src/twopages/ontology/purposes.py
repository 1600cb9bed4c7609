"""Purposes, and the roles, approvals and uses that they speak of, out of the facts."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from rdflib import URIRef

from twopages.ontology.facts import Facts
from twopages.ontology.grants import FIND, READ_MASKED, Elements, Grant, Written
from twopages.ontology.label import Grade, Label
from twopages.ontology.purpose import AccountRole, Approval, FarElements, Purpose, Use, ViewerRole, Way
from twopages.ontology.rule import Span
from twopages.ontology.things import optional
from twopages.ontology.words import DPV, ODRL2, RDFS, SKOS, TP, local


def viewer_roles(facts: Facts) -> Mapping[str, ViewerRole]:
    """The roles of viewers by id."""
    return MappingProxyType({local(term): _role(facts, term) for term in facts.of(TP.ViewerRole)})


def _role(facts: Facts, term: URIRef) -> ViewerRole:
    way = cast(Way, facts.text(term, TP.comesBy))
    accounts = frozenset(cast(AccountRole, str(name)) for name in facts.all(term, TP.signsInAs))
    past, rows = facts.flag(term, TP.seesPast), facts.flag(term, TP.seesAllRows)
    return ViewerRole(*_told(facts, term), way, facts.flag(term, TP.ofDepartment), accounts, past, rows)


def approvals(facts: Facts) -> Mapping[str, Approval]:
    """The ways in which requests are granted, the quickest first."""
    terms = enumerate(facts.of(TP.Approval))
    return MappingProxyType({local(term): Approval(*_told(facts, term), rank) for rank, term in terms})


def uses(facts: Facts) -> Mapping[str, Use]:
    """The uses that purposes forbid."""
    return MappingProxyType({local(term): Use(*_told(facts, term)) for term in facts.of(TP.Use)})


def _told(facts: Facts, term: URIRef) -> tuple[str, Label, Label]:
    return local(term), facts.label(term), facts.description(term)


def purposes(facts: Facts) -> Mapping[str, Purpose]:
    """All purposes in the order of their files."""
    elements = Elements(facts)
    found = enumerate(facts.of(TP.Purpose), 1)
    return MappingProxyType({local(term): _purpose(Written(facts, elements, term), place) for place, term in found})


def _purpose(written: Written, order: int) -> Purpose:
    facts, term, elements = written.facts, written.term, written.elements
    own = written.kept(written.readable.own)
    return Purpose(
        id=local(term),
        label=facts.label(term),
        description=facts.bilingual(term, SKOS.definition),
        role=local(facts.text(term, ODRL2.assignee)),
        department=optional(facts, term, DPV.hasResponsibleEntity),
        subject=written.subject,
        attributes=frozenset(own & elements.attributes.keys()),
        tags=frozenset(own & elements.tags.keys()),
        relations=written.relations,
        far=MappingProxyType(_far(written, written.readable)),
        finds=frozenset(written.grant(FIND).own & own),
        finds_why=_why(written),
        masked=written.kept(written.grant(READ_MASKED).all()),
        never=written.never,
        never_uses=written.never_uses,
        max_grade=cast(Grade, written.grade),
        legal_basis=facts.bilingual(term, TP.legalBasis),
        needs_case=facts.flag(term, TP.needsCase),
        needs_consent=facts.flag(term, TP.needsConsent),
        approval=local(facts.text(term, TP.approval)),
        kept_for=cast(Span, facts.span(term, TP.keptFor)),
        order=order,
    )


def _far(written: Written, grant: Grant) -> dict[str, FarElements]:
    """What is given behind each relation that may be followed."""
    given = {name: written.kept(grant.far.get(name, ())) for name in sorted(written.relations)}
    attributes, tags = written.elements.attributes.keys(), written.elements.tags.keys()
    return {
        name: FarElements(frozenset(found & attributes), frozenset(found & tags))
        for name, found in given.items()
        if found
    }


def _why(written: Written) -> Label:
    """The reason why subjects may be looked for; the first, where several are written."""
    nodes = (item.node for item in written.statements if item.permits and item.says(FIND))
    return next((written.facts.bilingual(node, RDFS.comment) for node in nodes), Label("", ""))
