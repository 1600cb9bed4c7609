"""Checks of services: their purpose is about the same class and gives what their forms need, and people can tell them apart."""

from collections.abc import Iterator
from typing import cast

from rdflib import URIRef

from twopages.ontology.facts import Mistake
from twopages.ontology.grants import Written
from twopages.ontology.view import View
from twopages.ontology.words import DPV, TP, local


def service_mistakes(view: View) -> Iterator[Mistake]:
    """Services that their purpose cannot serve, and forms that need nothing or one thing twice."""
    for service in view.facts.of(TP.Service):
        required, accepted = (set(view.facts.all(service, way)) for way in (TP.requires, TP.accepts))
        if not required | accepted:
            yield view.mistake(service, "its form needs nothing", "Add tp:requires, or tp:accepts")
        for attribute in sorted(required & accepted, key=str):
            wrong = f"requires {view.name(attribute)}, and accepts it as well"
            yield view.mistake(service, wrong, "Leave one of them")
        written = view.purposes.get(cast(URIRef, view.facts.one(service, DPV.hasPurpose)))
        for wrong, mend in _unserved(view, service, written) if written and written.subject else ():
            yield view.mistake(service, wrong, mend)


def _unserved(view: View, service: URIRef, written: Written) -> Iterator[tuple[str, str]]:
    """What of a service its purpose does not cover."""
    purpose, cls = view.name(written.term), local(view.facts.text(service, TP.about))
    if cls and cls != written.subject:
        yield f"is about {cls}, and {purpose} about {written.subject}", "Name a purpose about its class"
        return
    given = written.kept(written.readable.own)
    for needed in (*view.facts.all(service, TP.requires), *view.facts.all(service, TP.accepts)):
        if view.is_a(needed, TP.Attribute) and local(needed) not in given:
            wrong = f"needs {view.name(needed)}, which {purpose} does not give"
            yield wrong, "Permit it there, or take it out"


def same_label(view: View) -> Iterator[Mistake]:
    """Two services that people could not tell apart."""
    seen: dict[str, URIRef] = {}
    for service in view.facts.of(TP.Service):
        label = view.facts.label(service)
        for text in filter(None, (label.zh, label.en)):
            other = seen.setdefault(text, service)
            if other != service:
                wrong = f"has the label {text}, which {view.name(other)} has"
                yield view.mistake(service, wrong, "Give it a label of its own")


CHECKS = (service_mistakes, same_label)
