"""Checks of purposes as such: somebody can use them, consent can be given, and people can tell them apart."""

from collections.abc import Iterator
from typing import get_args

from rdflib import URIRef

from twopages.ontology.facts import Mistake
from twopages.ontology.grants import FIND, Elements, Written
from twopages.ontology.purpose import AccountRole, Way
from twopages.ontology.view import View
from twopages.ontology.words import DPV, ODRL2, RDFS, TP

WAYS = tuple(way for way in get_args(Way) if way)
ACCOUNTS = get_args(AccountRole)


def purpose_mistakes(view: View) -> Iterator[Mistake]:
    """Purposes without a time, and those that nobody can use."""
    for purpose, written in view.purposes.items():
        if view.facts.all(purpose, TP.keptFor) and view.facts.span(purpose, TP.keptFor) is None:
            mend = 'Write a duration such as "P90D"^^xsd:duration'
            yield view.mistake(purpose, "its tp:keptFor is no span of days, months or years", mend)
        for wrong, mend in _unusable(view, purpose, written) if written.subject else ():
            yield view.mistake(purpose, wrong, mend)


def _unusable(view: View, purpose: URIRef, written: Written) -> Iterator[tuple[str, str]]:
    role, owned = view.facts.one(purpose, ODRL2.assignee), _is_somebodys(view, written.elements, written.subject)
    way = view.facts.text(role, TP.comesBy)
    if view.facts.flag(role, TP.ofDepartment) and not view.facts.all(purpose, DPV.hasResponsibleEntity):
        yield "nobody can use it: its viewers look for a department, and it has none", "Add dpv:hasResponsibleEntity"
    if written.statements and not (written.kept(written.readable.own) or written.relations):
        yield "nobody can use it: nothing is left that may be seen", "Permit something, or take it out"
    case = view.facts.text(purpose, TP.needsCase) != "false"
    if role is not None and not (case or way or written.kept(written.grant(FIND).own)):
        mend = "Add a permission of tp:find, or tp:needsCase true"
        yield "nobody can use it: without a case and without finding, nobody comes to a subject", mend
    if case and role is not None and not way and purpose not in view.served:
        mend = "Name it by dpv:hasPurpose in a service, or write tp:needsCase false"
        yield "nobody can use it: it needs a case, and there is no service to open one for", mend
    owner = f"Add tp:owner to the relation that says whose a {written.subject} is"
    if way in ("own-file", "authorisation") and not owned:
        yield f"nobody can use it: a {written.subject} belongs to nobody", f"{owner}, or give it another role"
    if view.facts.flag(purpose, TP.needsConsent) and not owned:
        wrong = f"needs consent, and nobody can give it: a {written.subject} belongs to nobody"
        yield wrong, f"{owner}, or take tp:needsConsent away"


def _is_somebodys(view: View, elements: Elements, cls: str) -> bool:
    """Whether things of a class have files, or belong to what has."""
    relations = (term for term in view.relations.values() if view.facts.all(term, TP.owner))
    return cls in elements.files or any(cls in owned_end(view, term) for term in relations)


def owned_end(view: View, relation: URIRef) -> tuple[str, ...]:
    """The classes of what belongs to the other end of a relation."""
    forward = view.facts.one(relation, TP.owner) == TP.to
    return view.ends(relation, RDFS.domain if forward else RDFS.range)


def owner_mistakes(view: View) -> Iterator[Mistake]:
    """Relations that say to whom something belongs, and do not lead from a thing to those who have files."""
    files = Elements(view.facts).files
    for relation in view.relations.values():
        owner = view.facts.one(relation, TP.owner)
        if owner is None:
            continue
        if owner not in (TP["from"], TP.to):
            yield view.mistake(
                relation, f"its tp:owner is {view.name(owner)}, which is no end", "Write tp:from or tp:to"
            )
            continue
        owners = view.ends(relation, RDFS.range if owner == TP.to else RDFS.domain)
        if not files.issuperset(owners) or not files.isdisjoint(owned_end(view, relation)):
            wrong = "its tp:owner has no file, or what belongs to it has one"
            yield view.mistake(relation, wrong, "Name the end with files, of a relation to things without")


def role_mistakes(view: View) -> Iterator[Mistake]:
    """Roles that come to subjects in a way that the program does not know, or that nobody can sign in as."""
    for role in view.facts.of(TP.ViewerRole):
        way = view.facts.text(role, TP.comesBy)
        if way and way not in WAYS:
            yield view.mistake(role, f"comes by {way}, which is no way", f"Use one of {', '.join(WAYS)}")
        accounts = [str(name) for name in view.facts.all(role, TP.signsInAs)]
        for name in accounts or [""]:
            if name not in ACCOUNTS:
                wrong = f"signs in as {name}, which no account is" if name else "nobody signs in as it"
                yield view.mistake(role, wrong, f"Give it tp:signsInAs with {', '.join(ACCOUNTS)}")


def same_label(view: View) -> Iterator[Mistake]:
    """Two purposes that people could not tell apart."""
    seen: dict[str, URIRef] = {}
    for purpose in view.purposes:
        label = view.facts.label(purpose)
        for text in filter(None, (label.zh, label.en)):
            other = seen.setdefault(text, purpose)
            if other != purpose:
                wrong = f"has the label {text}, which {view.name(other)} has"
                yield view.mistake(purpose, wrong, "Give it a label of its own")


CHECKS = (purpose_mistakes, owner_mistakes, role_mistakes, same_label)
