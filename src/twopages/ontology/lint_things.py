"""Checks of attributes, classes, relations and the ranges of values."""

from collections.abc import Iterator

from rdflib import Literal, URIRef

from twopages.ontology.facts import Mistake
from twopages.ontology.things import ids, optional, part_names
from twopages.ontology.view import View
from twopages.ontology.words import OWL, RDF, RDFS, SH, SKOS, TP, local
from twopages.values.grid import REACH

NUMBERS = frozenset({"money", "decimal", "integer", "percentage", "year"})
_CODED = frozenset({"code", "division"})
_PRIVATE = frozenset({"identityNumber", "phone", "email", "address"})
_OF_CLASS = (
    OWL.hasKey,
    TP.otherKeys,
    TP.linkNames,
    TP.linkTexts,
    TP.linkAddresses,
    TP.liesIn,
    TP.locatedBy,
    TP.caption,
)


def attribute_mistakes(view: View) -> Iterator[Mistake]:
    """Attributes whose kind, codes, grade, mask and flags do not go together."""
    for attribute in view.attributes.values():
        kind = view.kind(attribute)
        yield from _codes(view, attribute, kind)
        grade = local(view.facts.text(attribute, TP.grade))
        if grade in ("3", "4") and kind != "boolean" and not view.facts.all(attribute, TP.mask):
            yield view.mistake(attribute, f"is of grade {grade} and has no mask", "Add tp:mask mask:hidden or another")
        if view.facts.flag(attribute, TP.searchable) and (why := _private(view, attribute, kind, grade)):
            wrong = f"is searchable, so it would stand in plain, and is {why}"
            yield view.mistake(attribute, wrong, "Take tp:searchable away")
        if view.facts.flag(attribute, TP.lowestCodeWins) and kind != "code":
            yield view.mistake(attribute, "has no codes of which the lowest could win", "Take tp:lowestCodeWins away")


def _private(view: View, attribute: URIRef, kind: str, grade: str) -> str:
    """Why a value must not stand in plain: of a private kind, or grave and on something that leads to anybody."""
    if kind in _PRIVATE:
        return f"of kind {kind}"
    cls = view.cls(attribute)
    joined = any(
        cls in view.ends(relation, end) for relation in view.relations.values() for end in (RDFS.domain, RDFS.range)
    )
    return f"of grade {grade}" if grade in ("3", "4") and joined else ""


def _codes(view: View, term: URIRef, kind: str) -> Iterator[Mistake]:
    has_list = bool(view.facts.all(term, TP.codes))
    if kind in _CODED and not has_list:
        yield view.mistake(term, f"is of kind {kind} and has no code list", "Add tp:codes with its code list")
    if kind not in _CODED and has_list:
        yield view.mistake(term, f"has a code list and is of kind {kind}", "Make its range kind:code, or drop tp:codes")


def same_label(view: View) -> Iterator[Mistake]:
    """Two attributes of one class that people could not tell apart."""
    seen: dict[tuple[str, str], URIRef] = {}
    for attribute in view.attributes.values():
        label = view.facts.label(attribute)
        for text in filter(None, (label.zh, label.en)):
            other = seen.setdefault((view.cls(attribute), text), attribute)
            if other != attribute:
                wrong = f"has the label {text}, which {view.name(other)} of its class has"
                yield view.mistake(attribute, wrong, "Give it a label of its own")


def authority_mistakes(view: View) -> Iterator[Mistake]:
    """Authorities that supply nothing, suppliers that are no authority, attributes from nowhere."""
    keys = {name for cls in view.facts.of(TP.EntityClass) for name in view.key(cls)}
    for name, attribute in view.attributes.items():
        listed = ids(view.facts, attribute, TP.authorities)
        suppliers = view.suppliers.get(name, {})
        computed = bool(view.facts.all(attribute, TP.derivedBy))
        if not listed and not suppliers and name not in keys and not computed:
            yield view.mistake(
                attribute, "no dataset supplies it", "Add its column and its authority, or its tp:derivedBy"
            )
        for dataset in listed:
            if listed.count(dataset) > 1:
                yield view.mistake(attribute, f"its authority {dataset} is listed twice", "List it once")
            elif dataset in view.datasets and dataset not in suppliers:
                wrong = f"its authority {dataset} supplies no column of it"
                yield view.mistake(attribute, wrong, f"Add tp:supplies {view.name(attribute)} to a column, or drop it")
        for dataset, column in suppliers.items():
            if dataset not in listed:
                wrong = f"supplies {view.name(attribute)}, whose authorities do not name {dataset}"
                yield view.mistake(column.node, wrong, "Add it to the tp:authorities, at its rank")


def class_mistakes(view: View) -> Iterator[Mistake]:
    """Classes whose key, names or caption are attributes of another class."""
    for name, cls in view.named(TP.EntityClass).items():
        for predicate in _OF_CLASS:
            for attribute in ids(view.facts, cls, predicate):
                if attribute in view.attributes and view.cls(view.attributes[attribute]) != name:
                    wrong = f"{view.name(predicate)} names {attribute}, an attribute of another class"
                    yield view.mistake(cls, wrong, "Name an attribute of the class")


def place_mistakes(view: View) -> Iterator[Mistake]:
    """Classes located by what tells no place, or near what is located nowhere."""
    for cls in view.facts.of(TP.EntityClass):
        located, over = ids(view.facts, cls, TP.locatedBy), ids(view.facts, cls, TP.nearOver)
        kinds = tuple(view.kind(view.attributes[name]) for name in located if name in view.attributes)
        if located and kinds not in (("geometry",), ("decimal", "decimal")):
            wrong = f"is located by values of kind {', '.join(kinds)}"
            yield view.mistake(cls, wrong, "Name one attribute of kind geometry, or longitude and latitude")
        metres = view.facts.text(cls, TP.nearMetres)
        if over and not (located and metres.isdigit() and 1 <= int(metres) <= REACH):
            wrong = "is near to something without a place of its own, or without a distance"
            yield view.mistake(cls, wrong, f"Add tp:locatedBy, and tp:nearMetres from 1 to {REACH:.0f}")


def face_mistakes(view: View) -> Iterator[Mistake]:
    """Types of licence whose face shows what the class that they are a key of does not have."""
    owners = {
        optional(view.facts, view.attributes[name], TP.codes): cls
        for cls, term in view.named(TP.EntityClass).items()
        for name in view.key(term)[:1]
        if name in view.attributes
    }
    for term in view.facts.of(TP.LicenceType):
        cls = owners.get(optional(view.facts, term, SKOS.inScheme))
        for name in ids(view.facts, term, TP.prints):
            if name in view.attributes and view.cls(view.attributes[name]) != cls:
                wrong = f"prints {name}, which is no attribute of {cls or 'the class that its list belongs to'}"
                yield view.mistake(term, wrong, "Name attributes of what it is a type of")


def relation_mistakes(view: View) -> Iterator[Mistake]:
    """Relations without ends, sources or parts that fit."""
    for name, relation in view.relations.items():
        yield from _ends(view, relation)
        if not view.sources[name]:
            yield view.mistake(relation, "no dataset asserts it", "Add its tp:authorities, or take it out")
        for part in view.facts.items(relation, TP.parts):
            if part_names(part)[0] != name:
                wrong = f"its part {view.name(part)} is named after another relation"
                yield view.mistake(relation, wrong, f"Call it part:{name}.{part_names(part)[1]}")
        if view.facts.flag(relation, TP.farKeyIsBroader):
            yield from _broader(view, relation)
    yield from _parts(view)


def _ends(view: View, relation: URIRef) -> Iterator[Mistake]:
    near, far = view.ends(relation, RDFS.domain), view.ends(relation, RDFS.range)
    classes = view.named(TP.EntityClass)
    for name in (*near, *far):
        if name not in classes:
            yield view.mistake(relation, f"its end {name} is no class", "Name a class, or a union of classes")
    if OWL.SymmetricProperty in view.facts.all(relation, RDF.type) and near != far:
        yield view.mistake(relation, "is symmetric between different classes", "Drop owl:SymmetricProperty")


def _broader(view: View, relation: URIRef) -> Iterator[Mistake]:
    classes = view.named(TP.EntityClass)
    near, far = view.ends(relation, RDFS.domain), view.ends(relation, RDFS.range)
    key = view.key(classes[far[0]]) if far and far[0] in classes else ()
    coded = bool(key) and view.kind(view.attributes.get(key[0])) == "code"
    if near != far or len(key) < 2 or not coded:
        wrong = "its far key cannot be broader: the class has no key that begins with a code, or the ends differ"
        yield view.mistake(relation, wrong, "Take tp:farKeyIsBroader away")


def _parts(view: View) -> Iterator[Mistake]:
    listed = {part for relation in view.relations.values() for part in view.facts.items(relation, TP.parts)}
    for part in view.facts.of(TP.Part):
        yield from _codes(view, part, view.kind(part))
        if part not in listed:
            yield view.mistake(part, "no relation has it", f"Add it to the tp:parts of relation:{part_names(part)[0]}")


def shape_mistakes(view: View) -> Iterator[Mistake]:
    """Ranges of what is no number, of another class, or upside down."""
    for shape in (shape for shape in view.facts.of(SH.NodeShape) if shape not in view.rule_shapes):
        for node in (shape, *view.facts.all(shape, SH.property)):
            lowest, highest = view.facts.one(node, SH.minInclusive), view.facts.one(node, SH.maxInclusive)
            if isinstance(lowest, Literal) and isinstance(highest, Literal) and lowest > highest:
                yield view.mistake(shape, f"its range ends ({highest}) before it begins ({lowest})", "Swap them")
        for node in view.facts.all(shape, SH.property):
            path = view.facts.one(node, SH.path)
            attribute = view.attributes.get(local(path or ""))
            wrong = _misplaced(view, shape, attribute)
            if wrong:
                what = "a range" if path is None else view.name(path)
                yield view.mistake(shape, f"{what} {wrong}", "Name a number of the class with sh:path")


def _misplaced(view: View, shape: URIRef, attribute: URIRef | None) -> str:
    if attribute is None:
        return "is no attribute"
    if view.kind(attribute) not in NUMBERS:
        return "is no number"
    cls = optional(view.facts, shape, SH.targetClass)
    return "" if view.cls(attribute) == cls else "is not of the class"


def group_mistakes(view: View) -> Iterator[Mistake]:
    """Groups in the same place of the page, or without attributes."""
    seen: dict[str, URIRef] = {}
    used = {view.facts.text(attribute, TP.group) for attribute in view.attributes.values()}
    for group in view.facts.of(SH.PropertyGroup):
        other = seen.setdefault(view.facts.text(group, SH.order), group)
        if other != group:
            yield view.mistake(group, f"has the sh:order of {view.name(other)}", "Give it an order of its own")
        if str(group) not in used:
            yield view.mistake(group, "no attribute is in it", "Take it out")


CHECKS = (
    attribute_mistakes,
    same_label,
    authority_mistakes,
    class_mistakes,
    place_mistakes,
    face_mistakes,
    relation_mistakes,
    shape_mistakes,
    group_mistakes,
)
