"""Checks of terms as such: declared, spelled, labelled, written once, of the type that their place asks for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from rdflib import XSD, Literal, URIRef
from rdflib.namespace import DefinedNamespaceMeta
from rdflib.term import Node

from twopages.ontology.facts import Mistake, is_own
from twopages.ontology.things import ends
from twopages.ontology.view import View
from twopages.ontology.words import (
    CSVW,
    CV,
    DCAT,
    DCTERMS,
    DESCRIPTIONS,
    DPV,
    FOAF,
    LABELS,
    ODRL2,
    OWL,
    PROV,
    RDFS,
    SH,
    SKOS,
    TP,
    local,
)
from twopages.values import KINDS, MASKS

_STANDARD: tuple[DefinedNamespaceMeta, ...] = (CSVW, DCAT, DCTERMS, FOAF, ODRL2, OWL, PROV, RDFS, SH, SKOS)
_CAMEL, _UPPER, _KEBAB = r"[a-z][a-zA-Z0-9]*", r"[A-Z][A-Z0-9_]*", r"[a-z][a-z0-9]*(-[a-z0-9]+)*"
_STYLES = (
    (TP.Attribute, _CAMEL, "lowerCamelCase"),
    (TP.Relation, _UPPER, "UPPER_SNAKE_CASE"),
    (TP.EntityClass, r"[A-Z][a-zA-Z0-9]*", "UpperCamelCase"),
    *((cls, _KEBAB, "kebab-case") for cls in (TP.Dataset, TP.Department, TP.Library, SH.PropertyGroup)),
    *((cls, _KEBAB, "kebab-case") for cls in (TP.Tag, TP.TagGroup)),
    *((cls, _KEBAB, "kebab-case") for cls in (TP.Purpose, TP.ViewerRole, TP.Approval, TP.Use, TP.Service)),
)
_NUMBERS = frozenset({TP.scale, TP.titleRows, SH.order, SH.minInclusive, SH.maxInclusive})
_DESCRIBED = (
    *(TP.EntityClass, TP.Attribute, TP.Relation, TP.Kind, TP.Dataset, TP.Library, TP.Operation),
    *(OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty),
    *(TP.Purpose, TP.ViewerRole, TP.Approval, TP.Use, TP.Service),
)
_LABELLED = (
    *_DESCRIBED,
    *(TP.Part, TP.Department, TP.Choice, TP.Mask, TP.Grade, TP.Role, TP.Meta, TP.Scene),
    *(SH.PropertyGroup, SKOS.ConceptScheme, SKOS.Concept, TP.Block, TP.TagGroup),
)


LOOKS = ("list", "map", "tree")
FACES = ("booklet", "card", "certificate", "permit")
LAYERS = ("area", "green", "waters", "road", "other")


@dataclass(frozen=True, slots=True)
class Need:
    """A term of type `of` has `least` to `most` objects of a predicate, each of type `is_a` where one is given."""

    of: URIRef
    predicate: URIRef
    is_a: URIRef | None = None
    least: int = 1
    most: int = 1


NEEDS = (
    Need(TP.Attribute, RDFS.domain, TP.EntityClass),
    Need(TP.Attribute, RDFS.range, TP.Kind),
    Need(TP.Attribute, TP.group, SH.PropertyGroup),
    Need(TP.Attribute, TP.grade, TP.Grade),
    Need(TP.Attribute, TP.mask, TP.Mask, least=0),
    Need(TP.Attribute, TP.codes, SKOS.ConceptScheme, least=0),
    Need(TP.Part, RDFS.range, TP.Kind),
    Need(TP.Part, TP.codes, SKOS.ConceptScheme, least=0),
    Need(TP.Relation, RDFS.domain),
    Need(TP.Relation, RDFS.range),
    Need(TP.Relation, TP.grade, TP.Grade),
    Need(TP.Relation, TP.inverseLabel, most=2),
    Need(TP.Relation, TP.representsWhile, least=0),
    Need(TP.EntityClass, OWL.hasKey),
    Need(TP.EntityClass, TP.caption, TP.Attribute),
    Need(TP.Dataset, DCTERMS.isPartOf, TP.Library),
    Need(TP.Dataset, DCTERMS.publisher, TP.Department),
    Need(TP.Dataset, TP.rowsAbout, TP.EntityClass, least=0),
    Need(TP.Dataset, TP.registers, TP.EntityClass, least=0, most=9),
    Need(TP.Dataset, TP.updateCycle, TP.Choice),
    Need(TP.Dataset, TP.deliveryMode, TP.Choice),
    Need(TP.Dataset, TP.deliveryFormat, TP.Choice),
    Need(TP.Dataset, TP.shareType, TP.Choice),
    Need(TP.Dataset, TP.titleRows, least=0),
    Need(TP.Dataset, TP.grade, TP.Grade),
    Need(TP.Dataset, CSVW.tableSchema),
    Need(TP.EntityClass, TP.nearMetres, least=0),
    Need(TP.Library, DCTERMS.type, TP.Choice),
    Need(TP.Library, DCTERMS.isPartOf, TP.Library, least=0),
    Need(TP.Department, TP.level),
    Need(SH.PropertyGroup, SH.order),
    Need(TP.Block, SH.order),
    Need(TP.Block, TP.onPageOf, TP.EntityClass),
    Need(TP.Block, TP.look),
    Need(SKOS.ConceptScheme, DCTERMS.source, least=0),
    Need(TP.LicenceType, TP.mayBeHeldBy, TP.EntityClass, most=9),
    Need(TP.LicenceType, TP.issuedBy, TP.Department),
    Need(TP.LicenceType, TP.shownIn, TP.Scene, least=0, most=99),
    Need(TP.TagGroup, TP.onPageOf, TP.EntityClass),
    Need(TP.TagGroup, SH.order),
    Need(TP.Tag, SKOS.inScheme, TP.TagCatalogue),
    Need(TP.Tag, TP.tagGroup, TP.TagGroup),
    Need(TP.Tag, TP.grade, TP.Grade),
    Need(TP.Tag, OWL.versionInfo),
    Need(TP.Tag, TP.rule),
    Need(TP.Purpose, ODRL2.assignee, TP.ViewerRole),
    Need(TP.Purpose, DPV.hasResponsibleEntity, TP.Department, least=0),
    Need(TP.Purpose, TP.about, TP.EntityClass),
    Need(TP.Purpose, ODRL2.permission, most=99),
    Need(TP.Purpose, TP.highestGrade, TP.Grade),
    Need(TP.Purpose, TP.needsCase),
    Need(TP.Purpose, TP.needsConsent),
    Need(TP.Purpose, TP.approval, TP.Approval),
    Need(TP.Purpose, TP.keptFor),
    Need(TP.Service, CV.hasCompetentAuthority, TP.Department),
    Need(TP.Service, DPV.hasPurpose, TP.Purpose),
    Need(TP.Service, TP.about, TP.EntityClass),
    Need(TP.Service, TP.requires, TP.Attribute, least=0, most=99),
    Need(TP.Service, TP.accepts, TP.Attribute, least=0, most=99),
)
LISTS = (  # the members of these lists are of these types
    (TP.EntityClass, OWL.hasKey, TP.Attribute),
    (TP.EntityClass, TP.otherKeys, TP.Attribute),
    (TP.EntityClass, TP.linkNames, TP.Attribute),
    (TP.EntityClass, TP.linkTexts, TP.Attribute),
    (TP.EntityClass, TP.linkAddresses, TP.Attribute),
    (TP.EntityClass, TP.liesIn, TP.Attribute),
    (TP.EntityClass, TP.locatedBy, TP.Attribute),
    (TP.EntityClass, TP.nearOver, TP.Relation),
    (TP.Attribute, TP.authorities, TP.Dataset),
    (TP.Relation, TP.authorities, TP.Dataset),
    (TP.Relation, TP.parts, TP.Part),
    (TP.Block, TP.shows, TP.Relation),
    (TP.LicenceType, TP.prints, TP.Attribute),
)


def undeclared(view: View) -> Iterator[Mistake]:
    """An own term that nothing declares: mostly a typing error."""
    for subject, about in view.facts.about.items():
        if is_own(subject) and subject not in view.declared:
            yield view.mistake(subject, "has no type", "Add what it is, such as `a tp:Attribute`")
        for predicate, values in about.items():
            for term in (predicate, *values):
                if is_own(term) and term not in view.declared and not _tabled(view, term):
                    yield view.mistake(subject, f"{view.name(term)} is declared nowhere", _advice(view, term))


def _tabled(view: View, term: Node) -> bool:
    """Whether it is a code in a table beside the Turtle."""
    return str(term).rpartition("/")[0] in view.tabled


def _advice(view: View, term: Node) -> str:
    names = {view.name(known): None for known in view.declared}
    close = get_close_matches(view.name(term), names, 1, 0.75)
    return f"Did you mean {close[0]}?" if close else "Declare it, or use a term that exists"


def misspelled(view: View) -> Iterator[Mistake]:
    """A predicate that its standard vocabulary does not have."""
    used = {predicate for about in view.facts.about.values() for predicate in about}
    wrong = {predicate for predicate in used if not _standard(predicate)}
    for subject, about in view.facts.about.items() if wrong else ():
        for predicate in wrong & about.keys():
            yield view.mistake(subject, f"{view.name(predicate)} is no term of its vocabulary", "Correct its name")


def _standard(predicate: Node) -> bool:
    spaces = [space for space in _STANDARD if str(predicate).startswith(str(space))]
    return all(predicate in space for space in spaces)  # type: ignore[attr-defined]  # its metaclass answers `in`


def written_twice(view: View) -> Iterator[Mistake]:
    """Two statements of what a term is: two things of one name. Other files may say more of it."""
    for subject, places in view.facts.typings.items():
        for place in places[1:]:
            name = view.name(URIRef(subject))
            yield Mistake(place, name, f"is already written at {places[0]}", "Give it another name, or make them one")


def unlabelled(view: View) -> Iterator[Mistake]:
    """A term that lacks a label or a description in one of the languages."""
    parts = set(view.facts.of(TP.Part))  # a label says all that is to be said of them
    for term in {term for cls in _LABELLED for term in view.facts.of(cls)}:
        yield from _languages(view, term, "label", LABELS)
    for term in {term for cls in _DESCRIBED for term in view.facts.of(cls)} - parts:
        yield from _languages(view, term, "description", DESCRIPTIONS)
    for relation in view.relations.values():
        yield from _languages(view, relation, "inverse label", (TP.inverseLabel,))
        if view.facts.all(relation, TP.fromNoun) or view.facts.all(relation, TP.toNoun):
            yield from _languages(view, relation, "noun of its from end", (TP.fromNoun,))
            yield from _languages(view, relation, "noun of its to end", (TP.toNoun,))
    for term in view.facts.of(TP.LicenceType):
        yield from _languages(view, term, "validity rule", (TP.validityRule,))
    for term in view.facts.of(TP.Tag):
        yield from _languages(view, term, "definition", (SKOS.definition,))
    for term in view.facts.of(TP.Purpose):
        yield from _languages(view, term, "legal basis", (TP.legalBasis,))


def _languages(view: View, term: Node, what: str, predicates: tuple[URIRef, ...]) -> Iterator[Mistake]:
    texts = [text for predicate in predicates for text in view.facts.all(term, predicate)]
    said = [text.language for text in texts if isinstance(text, Literal) and str(text).strip()]
    for language, name in (("zh", "Chinese"), ("en", "English")):
        if said.count(language) == 0:
            yield view.mistake(term, f"has no {name} {what}", f'Add "..."@{language} to its {what}')
        elif said.count(language) > 1:
            yield view.mistake(term, f"has two {name} {what}s", "Leave one")


def misnamed(view: View) -> Iterator[Mistake]:
    """An id in another style than its type has, or the id of a kind of value that its attribute is not of."""
    for cls, pattern, style in _STYLES:
        for name, term in view.named(cls).items():
            if not re.fullmatch(pattern, name):
                yield view.mistake(term, f"its id is not in {style}", "Rename it")
    for name, term in view.attributes.items():
        if name in KINDS and view.kind(term) != name:
            yield view.mistake(
                term, f"its id is that of a kind of value, and it is of kind {view.kind(term)}", "Rename it"
            )


def unmet(view: View) -> Iterator[Mistake]:
    """A term without what every term of its type has, or with an object of the wrong type."""
    for need in NEEDS:
        for term in view.facts.of(need.of):
            values = view.facts.all(term, need.predicate)
            if not need.least <= len(values) <= need.most:
                how_many = "no" if not values else f"{len(values)} times"
                yield view.mistake(term, f"has {how_many} {view.name(need.predicate)}", _wanted(view, need))
            yield from _mistyped(view, term, need.predicate, need.is_a, values)
    for of, predicate, is_a in LISTS:
        for term in view.facts.of(of):
            yield from _mistyped(view, term, predicate, is_a, view.facts.items(term, predicate))


def _wanted(view: View, need: Need) -> str:
    kind = f", a {view.name(need.is_a)}" if need.is_a else ""
    return f"Give it one{kind}" if need.most == 1 else f"Give it {need.least} to {need.most}{kind}"


def _mistyped(view: View, term: Node, predicate: Node, is_a: Node | None, values: list[Node]) -> Iterator[Mistake]:
    for value in values:
        known = value in view.declared or not is_own(value)
        if is_a is not None and known and not view.is_a(value, is_a):
            wrong = f"{view.name(predicate)} {view.name(value)} is not a {view.name(is_a)}"
            yield view.mistake(term, wrong, f"Name a {view.name(is_a)}")


def not_literal(view: View) -> Iterator[Mistake]:
    """A flag that is neither true nor false, or a number that is none."""
    flags = {flag for flag in view.declared if XSD.boolean in view.facts.all(flag, RDFS.range)} | {
        CSVW.required,
        CSVW.virtual,
    }
    for subject, about in view.facts.about.items():
        for flag in about.keys() & flags:
            if not all(isinstance(value, Literal) and isinstance(value.value, bool) for value in about[flag]):
                yield view.mistake(subject, f"{view.name(flag)} is neither true nor false", "Write true or false")
        for number in about.keys() & _NUMBERS:
            if not all(
                isinstance(value, Literal) and isinstance(value.value, int | Decimal) for value in about[number]
            ):
                yield view.mistake(subject, f"{view.name(number)} is no number", "Write it in digits, without quotes")


def unknown_to_program(view: View) -> Iterator[Mistake]:
    """A kind of value or a mask that the program cannot carry out."""
    for cls, known, what in ((TP.Kind, KINDS, "kind of value"), (TP.Mask, MASKS, "mask")):
        for term in view.facts.of(cls):
            if local(term) not in known:
                yield view.mistake(term, f"the program has no such {what}", f"Use one of {', '.join(sorted(known))}")


def unknown_look(view: View) -> Iterator[Mistake]:
    """A licence, a category or a block in a look that the pages do not have, or a block of a relation that its class does not have."""
    for cls, look, known in ((TP.LicenceType, TP.face, FACES), (SKOS.Concept, TP.mapLayer, LAYERS)):
        for term in view.facts.of(cls):
            said = view.facts.text(term, look)
            if said and said not in known:
                yield view.mistake(term, f"the pages have no such {local(look)}", f"Use one of {', '.join(known)}")
    for block in view.facts.of(TP.Block):
        if view.facts.text(block, TP.look) not in LOOKS:
            yield view.mistake(block, "the pages have no such look", f"Use one of {', '.join(LOOKS)}")
        page = view.facts.text(block, TP.onPageOf)
        for relation in view.facts.items(block, TP.shows):
            touched = {*ends(view.facts, relation, RDFS.domain), *ends(view.facts, relation, RDFS.range)}
            if relation in view.declared and local(page) not in touched:
                yield view.mistake(block, f"{view.name(relation)} is no relation of its class", "Take it out")


CHECKS = (
    undeclared,
    misspelled,
    written_twice,
    unlabelled,
    misnamed,
    unmet,
    not_literal,
    unknown_to_program,
    unknown_look,
)
