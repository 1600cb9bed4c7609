"""Services out of the facts."""

from collections.abc import Mapping
from types import MappingProxyType

from rdflib import URIRef
from rdflib.term import Node

from twopages.ontology.facts import Facts
from twopages.ontology.service import Service
from twopages.ontology.words import CV, DPV, TP, local


def services(facts: Facts) -> Mapping[str, Service]:
    """All services in the order of their files."""
    return MappingProxyType({local(term): _service(facts, term, at) for at, term in enumerate(facts.of(TP.Service), 1)})


def _service(facts: Facts, term: URIRef, order: int) -> Service:
    return Service(
        id=local(term),
        label=facts.label(term),
        description=facts.description(term),
        subject=local(facts.text(term, TP.about)),
        department=local(facts.text(term, CV.hasCompetentAuthority)),
        purpose=local(facts.text(term, DPV.hasPurpose)),
        required=_needs(facts, term, TP.requires),
        optional=_needs(facts, term, TP.accepts),
        order=order,
    )


def _needs(facts: Facts, term: URIRef, predicate: Node) -> frozenset[str]:
    return frozenset(map(local, facts.all(term, predicate)))
