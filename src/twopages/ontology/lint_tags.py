"""Checks of tags: their rules are supported and fit what they look at, their grades and groups fit the rules."""

from collections.abc import Iterator
from functools import partial

from rdflib import Literal, URIRef
from rdflib.term import Node

from twopages.ontology.facts import Mistake
from twopages.ontology.represents import authorising, condition_of
from twopages.ontology.rule import Condition
from twopages.ontology.shapes import ShapeReader
from twopages.ontology.tags import needed
from twopages.ontology.things import optional
from twopages.ontology.view import View
from twopages.ontology.words import BASE, OWL, RDF, RDFS, SH, TP, local

_USERS = (f"{BASE}purpose/", f"{BASE}service/")


def tag_mistakes(view: View) -> Iterator[Mistake]:
    """Tags whose rule cannot be compiled, or asks for more than their grade admits."""
    reader = ShapeReader(view.facts)
    for tag in view.facts.of(TP.Tag):
        yield from _frame(view, tag)
        for rule in view.facts.all(tag, TP.rule):
            condition = reader.rule(rule) if _targeted(view, tag, rule) else None
            if condition is not None:
                yield from _grade(view, tag, condition)
    yield from _refused(view, reader)


def _frame(view: View, tag: URIRef) -> Iterator[Mistake]:
    """What a tag says beside its rule."""
    wrong = partial(view.mistake, tag)
    versions = view.facts.all(tag, OWL.versionInfo)
    if not all(isinstance(item, Literal) and isinstance(item.value, int) and item.value >= 1 for item in versions):
        yield wrong(
            "its owl:versionInfo is no whole number from 1", "Write owl:versionInfo 1, and raise it with its rule"
        )
    if not view.facts.bilingual(tag, TP.legalBasis).en.strip():
        yield wrong("has no English legal basis", 'Add tp:legalBasis "..."@en')
    users = view.facts.all(tag, TP.usedBy)
    if not users:
        yield wrong("nothing uses it", "Add tp:usedBy with purposes or services, or take it out")
    for user in users:
        if not str(user).startswith(_USERS):
            yield wrong(f"is used by {view.name(user)}, no purpose or service", "Name a purpose: or a service:")
    if local(tag) in view.attributes or local(tag) in view.relations:
        yield wrong("has the id of an attribute or relation", "Rename it")


def _targeted(view: View, tag: URIRef, rule: Node) -> bool:
    """Whether the rule is about the class of the tag's group; what is not can only be misread."""
    return not list(_target_mistakes(view, tag, rule))


def _target_mistakes(view: View, tag: URIRef, rule: Node) -> Iterator[Mistake]:
    targets = view.facts.all(rule, SH.targetClass)
    group = view.facts.one(tag, TP.tagGroup)
    cls = optional(view.facts, group, TP.onPageOf) if group is not None else None
    if len(targets) != 1:
        yield view.mistake(tag, "its rule has no sh:targetClass, or several", "Add the class that the tag is about")
    elif cls is not None and local(targets[0]) != cls:
        wrong = f"is about {view.name(targets[0])}, and its group about {cls}"
        yield view.mistake(tag, wrong, "Put it in a group of its class")
    elif not view.is_a(rule, SH.NodeShape):
        yield view.mistake(tag, "its rule is no sh:NodeShape", "Begin it with `a sh:NodeShape`")


def reads(view: View, tag: URIRef) -> frozenset[str]:
    """The attributes that the rule of a tag reads; none where it cannot be read."""
    rule, reader = view.facts.one(tag, TP.rule), ShapeReader(view.facts)
    condition = reader.rule(rule) if rule is not None and _targeted(view, tag, rule) else None
    if condition is None:
        return frozenset()
    read = needed([condition])
    return read.values | read.presence


def target_mistakes(view: View) -> Iterator[Mistake]:
    """Tags whose rule is about no class, or about another than their group."""
    for tag in view.facts.of(TP.Tag):
        for rule in view.facts.all(tag, TP.rule):
            yield from _target_mistakes(view, tag, rule)


def _grade(view: View, tag: URIRef, condition: Condition) -> Iterator[Mistake]:
    """A tag over an attribute of grade 4 tells of it, so that it is of grade 4 itself; of lower ones it may tell less."""
    reads = needed([condition])
    own = local(view.facts.text(tag, TP.grade))
    for name in sorted(reads.values | reads.presence):
        highest = local(view.facts.text(view.attributes[name], TP.grade))
        if highest == "4" and own in {"1", "2", "3"}:
            yield view.mistake(tag, f"is of grade {own} and reads {name}, of grade 4", "Make it tp:grade grade:4")


def group_mistakes(view: View) -> Iterator[Mistake]:
    """Groups that people or pages could not tell apart, and groups without tags."""
    used = {group for tag in view.facts.of(TP.Tag) for group in view.facts.all(tag, TP.tagGroup)}
    seen: dict[tuple[str, str, str], URIRef] = {}
    for group in view.facts.of(TP.TagGroup):
        if group not in used:
            yield view.mistake(group, "no tag is in it", "Take it out")
        label = view.facts.label(group)
        for what, text in (("label", label.zh), ("label", label.en), ("sh:order", view.facts.text(group, SH.order))):
            other = seen.setdefault((what, text, view.facts.text(group, TP.onPageOf)), group)
            if other != group and text:
                wrong = f"has the {what} {text}, which {view.name(other)} of its class has"
                yield view.mistake(group, wrong, f"Give it a {what} of its own")


def same_label(view: View) -> Iterator[Mistake]:
    """Two tags of one class that people could not tell apart."""
    seen: dict[tuple[str, str], URIRef] = {}
    for tag in view.facts.of(TP.Tag):
        label, group = view.facts.label(tag), view.facts.one(tag, TP.tagGroup)
        for text in filter(None, (label.zh, label.en)):
            other = seen.setdefault((view.facts.text(group, TP.onPageOf), text), tag)
            if other != tag:
                wrong = f"has the label {text}, which {view.name(other)} of its class has"
                yield view.mistake(tag, wrong, "Give it a label of its own")


def component_mistakes(view: View) -> Iterator[Mistake]:
    """Shapes with a name that no rule refers to, and that say of no class what it may hold."""
    for shape in view.facts.of(SH.NodeShape):
        known = view.facts.all(shape, SH.targetClass) or TP.Kind in view.facts.all(shape, RDF.type)
        if not known and shape not in view.rule_shapes:
            yield view.mistake(shape, "has no sh:targetClass, and no rule refers to it", "Add one, or take it out")


def representing_mistakes(view: View) -> Iterator[Mistake]:
    """Relations that represent under a condition which cannot be compiled, or that says nothing."""
    reader = ShapeReader(view.facts)
    for name, relation in view.relations.items():
        for shape in view.facts.all(relation, TP.representsWhile):
            if not view.facts.flag(relation, TP.represents):
                yield view.mistake(
                    relation, "says while when it represents, and does not represent", "Add tp:represents true"
                )
            if len(view.ends(relation, RDFS.range)) != 1 or view.is_a(relation, OWL.SymmetricProperty):
                wrong = "represents under a condition, and it cannot be told who represents whom of one class"
                yield view.mistake(relation, wrong, "Give it one class at its to end, and no owl:SymmetricProperty")
            elif optional(view.facts, shape, SH["class"]) != name:
                wrong = "its tp:representsWhile is no shape of the relation itself"
                yield view.mistake(relation, wrong, f"Begin it with sh:class {view.name(relation)}")
            else:
                condition_of(view.facts, reader, relation)
        yield from _authorising(view, reader, name, relation)
    yield from _refused(view, reader)


def _authorising(view: View, reader: ShapeReader, name: str, relation: URIRef) -> Iterator[Mistake]:
    """A relation whose from end is an agent under conditions that are of another, or that are two for one class."""
    shapes = view.facts.all(relation, TP.authorisesWhile)
    if shapes and view.is_a(relation, OWL.SymmetricProperty):
        yield view.mistake(
            relation, "authorises, and it cannot be told who is whose agent", "Take out owl:SymmetricProperty"
        )
    elif any(optional(view.facts, shape, SH["class"]) != name for shape in shapes):
        wrong = "its tp:authorisesWhile is no shape of the relation itself"
        yield view.mistake(relation, wrong, f"Begin it with sh:class {view.name(relation)}")
    else:
        classes = [far.step.cls for far in authorising(view.facts, reader, relation)]
        if len(set(classes)) < len(classes):
            yield view.mistake(
                relation, "authorises twice for one class", "Write one tp:authorisesWhile for each class"
            )


def _refused(view: View, reader: ShapeReader) -> Iterator[Mistake]:
    for refusal in reader.refusals:
        if refusal.mend:
            yield view.mistake(refusal.node, refusal.wrong, refusal.mend)


CHECKS = (tag_mistakes, representing_mistakes, target_mistakes, group_mistakes, same_label, component_mistakes)
