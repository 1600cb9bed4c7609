"""Checks of derivations and of state rules: every one is of a known operation, over what exists, and ends."""

import re
from collections.abc import Iterable, Iterator

from rdflib import URIRef
from rdflib.term import Node

from twopages.ontology.derivation import far_inputs, own_inputs
from twopages.ontology.derivations import OPERATIONS, derivation_of, operation_of
from twopages.ontology.facts import Mistake
from twopages.ontology.things import optional
from twopages.ontology.view import View
from twopages.ontology.words import OWL, RDF, RDFS, TP, local

_DAYS = frozenset({"date", "partialDate"})
_DISTANCE = re.compile(r"-?P\d+[YMD]", re.ASCII)
_BOUNDS = (TP.after, TP.notBefore, TP.notAfter)
_TESTS = (TP.isOneOf, TP.isTrue, TP.isPresent)
# What each operation needs beside its type, and the kinds of value that it can give.
_NEEDED: dict[Node, tuple[tuple[URIRef, ...], frozenset[str]]] = {
    TP.Slice: ((TP.of, TP.firstCharacter, TP.lastCharacter), frozenset({"text", "code", "date", "division"})),
    TP.Parity: ((TP.of, TP.firstCharacter, TP.odd, TP.even), frozenset({"code"})),
    TP.FullYears: ((TP.of,), frozenset({"integer"})),
    TP.Presence: ((TP.of,), frozenset({"boolean"})),
    TP.Count: ((), frozenset({"integer"})),
    TP.Extreme: ((), _DAYS),
    TP.AllOf: ((TP.where,), frozenset({"boolean"})),
    TP.FirstMatch: ((TP.cases,), frozenset({"code"})),
    TP.Moved: ((TP.along,), frozenset({"code"})),
}
_FOLLOWING = frozenset({TP.Count, TP.Extreme})
_OWN = frozenset({TP.Slice, TP.Parity, TP.Presence})  # from one value of the same entity, whatever the day


def _mistake(view: View, term: URIRef, wrong: str, mend: str) -> Mistake:
    """A mistake where more is said of a term than what it is, which is where derivations and rules stand."""
    typed = view.facts.typings.get(str(term), ())
    places = [place for place in view.facts.openings.get(str(term), ()) if place not in typed]
    return Mistake(places[0] if places else view.facts.place(term), view.name(term), wrong, mend)


def derivation_mistakes(view: View) -> Iterator[Mistake]:
    """Derivations that cannot be carried out."""
    for attribute, node in _derived(view):
        found = list(_shape(view, attribute, node))
        yield from found
        if not found:
            yield from _inputs(view, attribute, node)


def _derived(view: View) -> Iterator[tuple[URIRef, Node]]:
    for attribute in view.attributes.values():
        for node in view.facts.all(attribute, TP.derivedBy):
            yield attribute, node


def _shape(view: View, attribute: URIRef, node: Node) -> Iterator[Mistake]:
    """What is missing from it, before anything is looked up."""
    operation = operation_of(view.facts, node)
    if operation not in OPERATIONS:
        names = ", ".join(sorted(map(view.name, OPERATIONS)))
        yield _mistake(view, attribute, "its tp:derivedBy is no operation", f"Give it a type: one of {names}")
        return
    if len(view.facts.all(attribute, TP.derivedBy)) > 1:
        yield _mistake(view, attribute, "is derived in two ways", "Leave one tp:derivedBy")
    yield from _parts(view, attribute, node, operation)
    yield from _numbers(view, attribute, node)
    yield from _bounds(view, attribute, node)


def _parts(view: View, attribute: URIRef, node: Node, operation: Node) -> Iterator[Mistake]:
    """What an operation needs, and whether the attribute can hold what it gives."""
    needed, kinds = _NEEDED[operation]
    for predicate in needed:
        if view.facts.one(node, predicate) is None:
            wrong = f"its {view.name(operation)} has no {view.name(predicate)}"
            yield _mistake(view, attribute, wrong, f"Add {view.name(predicate)}")
    if view.kind(attribute) not in kinds or view.facts.flag(attribute, TP.many):
        wrong = f"a {view.name(operation)} gives no value of its kind ({view.kind(attribute) or 'none'})"
        yield _mistake(view, attribute, wrong, f"Make it one value of kind {' or '.join(sorted(kinds))}")
    delivered = view.facts.all(attribute, TP.authorities) or operation in _OWN
    if view.facts.flag(attribute, TP.searchable) and not delivered:
        wrong = "is searchable, and follows from what can change without it: no value of it could stand in plain"
        yield _mistake(view, attribute, wrong, "Take tp:searchable away")
    if operation in _FOLLOWING and not _relations(view, node):
        yield _mistake(view, attribute, "follows no relation", "Add tp:along or tp:against with a relation")
    ends = (TP.latest, TP.earliest)
    if operation == TP.Extreme and sum(view.facts.one(node, end) is not None for end in ends) != 1:
        yield _mistake(
            view, attribute, "says neither the latest nor the earliest value", "Add tp:latest or tp:earliest"
        )


def _numbers(view: View, attribute: URIRef, node: Node) -> Iterator[Mistake]:
    places = [view.facts.text(node, end) for end in (TP.firstCharacter, TP.lastCharacter)]
    given = [text for text in places if text]
    if not all(text.isdigit() and int(text) > 0 for text in given) or given != sorted(
        given, key=lambda text: (len(text), text)
    ):
        yield _mistake(view, attribute, "its places of characters are not 1 or more in order", "Count them from 1")


def _bounds(view: View, attribute: URIRef, node: Node) -> Iterator[Mistake]:
    for condition in _conditions(view, node):
        for bound in _BOUNDS:
            text = view.facts.text(condition, bound)
            if text and not _DISTANCE.fullmatch(text):
                wrong = f"its {view.name(bound)} {text} is no distance from the day of the question"
                yield _mistake(view, attribute, wrong, 'Write one such as "P0D", "-P18Y" or "P30D"')


def _conditions(view: View, node: Node) -> Iterator[Node]:
    """Every condition in a derivation, wherever it stands; `tp:every` is a condition with conditions."""
    for item in view.facts.items(node, TP.cases):
        yield from _conditions(view, item)
    for predicate in (TP.where, TP.every):
        for item in view.facts.items(node, predicate):
            yield item
            yield from _conditions(view, item)


def _relations(view: View, node: Node) -> list[tuple[URIRef, bool]]:
    along = [(local(term), True) for term in view.facts.all(node, TP.along)]
    against = [(local(term), False) for term in view.facts.all(node, TP.against)]
    return [(view.relations[name], forward) for name, forward in (*along, *against) if name in view.relations]


def _inputs(view: View, attribute: URIRef, node: Node) -> Iterator[Mistake]:
    """Whether everything that it looks at is there, of the right class and kind."""
    cls, operation = view.cls(attribute), operation_of(view.facts, node)
    yield from _own(view, attribute, cls, view.facts.all(node, TP.of))
    yield from _ends(view, attribute, cls, node)
    far = _far_classes(view, node)
    conditions = view.facts.items(node, TP.where)
    if operation == TP.Count:
        yield from _tests(view, attribute, far, conditions)
    else:
        yield from _tests(view, attribute, (cls,), conditions)
    for end in (TP.latest, TP.earliest):
        yield from _own(view, attribute, far, view.facts.all(node, end), kinds=_DAYS)
    if operation == TP.FullYears:
        yield from _own(view, attribute, cls, view.facts.all(node, TP.of), kinds=_DAYS)
    for case in view.facts.items(node, TP.cases):
        yield from _tests(view, attribute, (cls,), view.facts.items(case, TP.where))
        yield from _in_list(view, attribute, attribute, view.facts.all(case, TP.then))
    yield from _in_list(view, attribute, attribute, [*view.facts.all(node, TP.odd), *view.facts.all(node, TP.even)])
    if operation == TP.Moved:
        yield from _moved(view, attribute, node)


def _own(
    view: View, attribute: URIRef, cls: str | Iterable[str], terms: Iterable[Node], kinds: frozenset[str] = frozenset()
) -> Iterator[Mistake]:
    """Terms that are no attribute of the class (or of any of the classes), or of none of the kinds."""
    classes = {cls} if isinstance(cls, str) else set(cls)
    for term in terms:
        if term in view.declared and not view.is_a(term, TP.Attribute):
            yield _mistake(view, attribute, f"is derived from {view.name(term)}, which is no attribute", "Name one")
        elif term in view.declared and view.cls(term) not in classes:
            wrong = f"is derived from {view.name(term)}, an attribute of {view.cls(term)}"
            yield _mistake(
                view, attribute, wrong, f"Name an attribute of {' or '.join(sorted(classes)) or 'the class'}"
            )
        elif term in view.declared and kinds and view.kind(term) not in kinds:
            wrong = f"asks for the day of {view.name(term)}, which is of kind {view.kind(term)}"
            yield _mistake(view, attribute, wrong, f"Name one of kind {' or '.join(sorted(kinds))}")


def _ends(view: View, attribute: URIRef, cls: str, node: Node) -> Iterator[Mistake]:
    """Relations of which the class is not at that end."""
    for relation, forward in _relations(view, node):
        near = view.ends(relation, RDFS.domain if forward else RDFS.range)
        symmetric = OWL.SymmetricProperty in view.facts.all(relation, RDF.type)
        if cls not in near and not (symmetric and cls in view.ends(relation, RDFS.domain)):
            wrong = f"follows {view.name(relation)}, and {cls} is not at that end of it"
            yield _mistake(view, attribute, wrong, "Use the other of tp:along and tp:against, or another relation")


def _far_classes(view: View, node: Node) -> tuple[str, ...]:
    """The classes of which the far ends over its relations may be."""
    ends = (view.ends(relation, RDFS.range if forward else RDFS.domain) for relation, forward in _relations(view, node))
    return tuple(dict.fromkeys(cls for classes in ends for cls in classes))


def _tests(view: View, attribute: URIRef, classes: tuple[str, ...], conditions: Iterable[Node]) -> Iterator[Mistake]:
    for node in conditions:
        if view.facts.one(node, TP.every) is None:
            yield from _condition(view, attribute, classes, node)
            continue
        if len(_relations(view, node)) != 1:
            yield _mistake(
                view, attribute, "a tp:every follows no relation, or several", "Give it one tp:along or tp:against"
            )
        yield from _ends(view, attribute, classes[0], node)
        yield from _tests(view, attribute, _far_classes(view, node), view.facts.items(node, TP.every))


def _condition(view: View, attribute: URIRef, classes: tuple[str, ...], node: Node) -> Iterator[Mistake]:
    terms = view.facts.all(node, TP.of)
    if len(terms) != 1:
        yield _mistake(view, attribute, "a condition looks at no attribute, or at several", "Give it one tp:of")
        return
    yield from _own(view, attribute, classes, terms)
    tests = [test for test in _TESTS if view.facts.one(node, test) is not None]
    bounds = [bound for bound in _BOUNDS if view.facts.one(node, bound) is not None]
    if len(tests) + bool(bounds) != 1:
        wrong = f"a condition on {view.name(terms[0])} asks for nothing, or for several things"
        yield _mistake(view, attribute, wrong, "Give it tp:isOneOf, tp:isTrue, tp:isPresent, or bounds of a day")
    if bounds:
        yield from _own(view, attribute, classes, terms, kinds=_DAYS)
    yield from _in_list(view, attribute, terms[0], view.facts.items(node, TP.isOneOf))


def _in_list(view: View, attribute: URIRef, coded: Node, codes: Iterable[Node]) -> Iterator[Mistake]:
    """Codes that are not of the code list of an attribute."""
    name = optional(view.facts, coded, TP.codes)
    for code in codes:
        if str(code).rpartition("/")[0] != str(TP) + f"codes/{name}":
            wrong = f"{view.name(code)} is no code of {view.name(coded)}"
            yield _mistake(view, attribute, wrong, f"Name a code of the list {name}")


def _moved(view: View, attribute: URIRef, node: Node) -> Iterator[Mistake]:
    for relation, _ in _relations(view, node):
        rule = view.facts.one(relation, TP.stateRule)
        if rule is None:
            yield _mistake(view, attribute, f"{view.name(relation)} has no tp:stateRule", "Write one in rules.ttl")
            continue
        state = view.facts.one(rule, TP.of)
        if state is None or optional(view.facts, state, TP.codes) != optional(view.facts, attribute, TP.codes):
            yield _mistake(
                view, attribute, "its codes are not those of the state that moves", "Give it their code list"
            )


def rule_mistakes(view: View) -> Iterator[Mistake]:
    """State rules that no store could follow."""
    for relation in view.relations.values():
        for node in view.facts.all(relation, TP.stateRule):
            yield from _rule(view, relation, node)


def _rule(view: View, relation: URIRef, node: Node) -> Iterator[Mistake]:
    near, far = view.ends(relation, RDFS.domain), view.ends(relation, RDFS.range)
    state = view.attributes.get(local(view.facts.text(node, TP.of)))
    if near != far or len(near) != 1:
        yield _mistake(
            view, relation, "its states cannot move together: its ends are of several classes", "Take tp:stateRule away"
        )
    elif state is None or view.cls(state) != near[0] or view.kind(state) != "code":
        yield _mistake(view, relation, f"its tp:stateRule is of no coded attribute of {near[0]}", "Name one with tp:of")
    elif not view.facts.flag(state, TP.searchable):
        wrong = f"moves {view.name(state)}, which does not stand in plain"
        yield _mistake(view, relation, wrong, f"Add tp:searchable true to {view.name(state)}")
    cases = view.facts.items(node, TP.cases)
    if not cases:
        yield _mistake(view, relation, "its tp:stateRule has no tp:cases", "Add which states move which")
    for case in cases:
        for predicate in (TP.farStates, TP.nearStates):
            codes = view.facts.items(case, predicate)
            if not codes:
                yield _mistake(view, relation, f"a case of its rule has no {view.name(predicate)}", "Name the states")
            if state is not None:
                yield from _in_list(view, relation, state, codes)


def circles(view: View) -> Iterator[Mistake]:
    """Values that follow from themselves."""
    if any(True for _ in derivation_mistakes(view)):
        return
    inputs = {name: _sources(view, term) for name, term in view.attributes.items()}
    for name, term in view.attributes.items():
        if name in _reached(inputs, inputs[name]):
            yield _mistake(view, term, "is derived from itself", "Derive it from what a dataset supplies")


def _sources(view: View, attribute: URIRef) -> set[str]:
    derivation = derivation_of(view.facts, attribute)
    if derivation is None:
        return set()
    return {*own_inputs(derivation), *(name for _, names in far_inputs(derivation) for name in names)}


def _reached(inputs: dict[str, set[str]], first: set[str]) -> set[str]:
    seen: set[str] = set()
    todo = list(first)
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += inputs.get(name, ())
    return seen


CHECKS = (derivation_mistakes, rule_mistakes, circles)
