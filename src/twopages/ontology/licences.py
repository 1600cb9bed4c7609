"""Types of licence and the scenes in which they are shown, out of the facts."""

from collections.abc import Mapping
from types import MappingProxyType

from rdflib import URIRef

from twopages.ontology.facts import Facts
from twopages.ontology.model import LicenceType, Scene
from twopages.ontology.things import ids
from twopages.ontology.words import TP, local


def scenes(facts: Facts) -> Mapping[str, Scene]:
    """The scenes by id."""
    return MappingProxyType({local(s): Scene(local(s), facts.label(s)) for s in facts.of(TP.Scene)})


def licence_types(facts: Facts) -> Mapping[str, LicenceType]:
    """What is known of each type of licence, by its code."""
    return MappingProxyType({local(s): _licence_type(facts, s) for s in facts.of(TP.LicenceType)})


def _licence_type(facts: Facts, subject: URIRef) -> LicenceType:
    return LicenceType(
        id=local(subject),
        holders=tuple(map(local, facts.all(subject, TP.mayBeHeldBy))),
        department=local(facts.text(subject, TP.issuedBy)),
        validity=facts.bilingual(subject, TP.validityRule),
        prints=ids(facts, subject, TP.prints),
        scenes=tuple(map(local, facts.all(subject, TP.shownIn))),
        face=facts.text(subject, TP.face),
    )
