"""Node shapes (SHACL) -> the rules of tags as trees; what the compiler does not support is refused by name, never ignored."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from rdflib import Literal as Value
from rdflib.term import Node

from twopages.ontology.facts import Facts
from twopages.ontology.rule import Apart, Both, Condition, Differs, Either, Far, Has, Not, OnlyOne, Present, Share, Step
from twopages.ontology.shape_terms import PRIVATE, Terms, is_in
from twopages.ontology.shape_tests import TestReader
from twopages.ontology.things import part_names
from twopages.ontology.words import RDF, SH, TP, local

By = Literal["at least", "at most", "more than", "less than"]

# Terms of closed vocabularies are looked up once: each look-up is a search.
_TYPE, _PATH, _INVERSE, _CLASS, _DISJOINT = RDF.type, SH.path, SH.inversePath, SH["class"], SH.disjoint
_NOT, _NODE, _PROPERTY, _VALUES = SH["not"], SH.node, SH.property, SH.qualifiedValueShape
_LEAST, _MOST = SH.qualifiedMinCount, SH.qualifiedMaxCount
_COUNTS = (SH.minCount, SH.maxCount, SH.qualifiedMinCount, SH.qualifiedMaxCount)
_SOME, _SO_MANY = frozenset(_COUNTS[2:3]), frozenset(_COUNTS[2:])
_UNIVERSAL = frozenset(
    {
        *(SH["in"], SH["class"], SH.datatype, SH.nodeKind, SH.pattern, SH.hasValue, SH.node, SH.property),
        *(SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive, SH.minLength, SH.maxLength),
        *(SH["and"], SH["or"], SH["not"], SH.xone, SH.equals, SH.lessThan, SH.lessThanOrEquals, SH.languageIn),
    }
)
_PERCENTS: Mapping[Node, By] = {
    TP.atLeastPercent: "at least",
    TP.atMostPercent: "at most",
    TP.moreThanPercent: "more than",
    TP.lessThanPercent: "less than",
}
_SHARE = frozenset({TP.measure, TP.against, *_PERCENTS})
_JOINED: Mapping[Node, Callable[[tuple[Condition, ...]], Condition]] = {
    SH["and"]: Both,
    SH["or"]: Either,
    SH.xone: OnlyOne,
}
_STARTS = frozenset({TP["from"], TP.to})
_QUALIFIED = "Write sh:qualifiedMinCount 1 and put it in a sh:qualifiedValueShape"
_PATHS = "Name an attribute, a relation, [ sh:inversePath relation:... ] or [ sh:inversePath tp:from ]"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What of a shape is not supported, and how to mend it; without a mend another check reports it too."""

    node: Node
    wrong: str
    mend: str


@dataclass(frozen=True, slots=True)
class Scope:
    """What a shape looks at: an entity of a class, or (`relation`) the relation over which one was reached."""

    cls: str
    relation: str = ""
    forward: bool = True

    @property
    def end(self) -> Node:
        """The far end of the relation."""
        return TP.to if self.forward else TP["from"]


class ShapeReader:
    """Reads one rule after the other; `refusals` gathers everything that they may not say."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.refusals: list[Refusal] = []
        self._look = Terms(facts, self.refuse)
        self._tests = TestReader(facts, self.refuse)
        self._within: list[Node] = []  # the named shapes that are being read

    def rule(self, shape: Node) -> Condition | None:
        """The condition of a rule, whole only where nothing of it was refused."""
        return self._shape(shape, Scope(local(self.facts.text(shape, SH.targetClass))), SH.targetClass)

    def over(self, shape: Node, relation: str, cls: str) -> Condition | None:
        """The condition of a shape of a relation as a node, seen from its from end; `cls` is the class of its to end."""
        return self._shape(shape, Scope(cls, relation), _CLASS)

    def leading(self, shape: Node, relation: Node) -> Far | None:
        """The to ends that the shape of a relation as a node finds; their class stands in it. None where it was refused."""
        cls = self._look.far_class(shape, relation, True, self._far_shapes(shape, TP.to))
        where = self.over(shape, local(relation), cls) if cls else None
        return None if where is None else Far(Step(local(relation), True, cls), where, least=1)

    def refuse(self, node: Node, wrong: str, mend: str) -> None:
        """Note what may not be said."""
        self.refusals.append(Refusal(node, wrong, mend))

    def _shape(self, shape: Node, scope: Scope, known: Node = _TYPE) -> Condition | None:
        """All that a shape asks; it has to ask something."""
        refused = len(self.refusals)
        found = self._where(shape, scope, known)
        if found is None and len(self.refusals) == refused:
            self.refuse(shape, "a shape of its rule asks nothing", "Give it a sh:property, or take it out")
        return found

    def _where(self, shape: Node, scope: Scope, known: Node = _CLASS) -> Condition | None:
        """All that a shape asks, beside what its reader looks at itself."""
        asked = [predicate for predicate in self.facts.about.get(shape, {}) if predicate not in (known, _TYPE)]
        terms = [term for predicate in asked for term in self._terms(shape, scope, predicate)]
        return Both(tuple(terms)) if len(terms) > 1 else next(iter(terms), None)

    def _terms(self, shape: Node, scope: Scope, predicate: Node) -> Iterator[Condition]:
        values = self.facts.all(shape, predicate)
        if predicate in _JOINED:
            yield from self._joined(shape, scope, predicate)
        elif predicate == _NOT:
            yield from (Not(term) for value in values if (term := self._shape(value, scope)) is not None)
        elif predicate == _NODE:
            yield from (term for value in values if (term := self._named(value, scope)) is not None)
        elif predicate == _PROPERTY:
            yield from self._properties(scope, values)
        elif predicate == TP.measure:
            yield from self._share(shape, scope)
        elif predicate not in _SHARE or not self.facts.all(shape, TP.measure):
            self.refuse(
                shape, f"{self._name(predicate)} is not supported in a rule", "Take it out, or say it otherwise"
            )

    def _joined(self, shape: Node, scope: Scope, predicate: Node) -> Iterator[Condition]:
        heads, members = self.facts.all(shape, predicate), self.facts.items(shape, predicate)
        if len(heads) > 1 or members in ([], heads):
            wrong = f"{self._name(predicate)} has no list, or several"
            self.refuse(shape, wrong, "Write one list of shapes in round brackets, and sh:and around several")
            return
        terms = [self._shape(member, scope) for member in members]
        sound = tuple(term for term in terms if term is not None)
        if sound:
            yield _JOINED[predicate](sound)

    def _named(self, shape: Node, scope: Scope) -> Condition | None:
        if shape in self._within:
            self.refuse(shape, "refers to itself", "Take the sh:node out")
            return None
        self._within.append(shape)
        found = self._shape(shape, scope)
        self._within.pop()
        return found

    # ---- Properties

    def _properties(self, scope: Scope, nodes: list[Node]) -> Iterator[Condition]:
        apart = {other for node in nodes for other in self.facts.all(node, _DISJOINT) if is_in(other, "attribute")}
        halves = [node for node in nodes if self._keys(node) == {SH.minCount} and self._path(node) in apart]
        differing = {self._path(node) for node in halves}
        for node in nodes:
            found = None if node in halves else self._property(node, scope, differing)
            if found is not None:
                yield found

    def _property(self, node: Node, scope: Scope, differing: set[Node | None]) -> Condition | None:
        path = self._path(node)
        over = self.facts.one(path, _INVERSE)
        if path is None or len(self.facts.all(node, _PATH)) > 1:
            self.refuse(node, "a sh:property of its rule has no sh:path, or several", "Give it one sh:path")
        elif scope.relation:
            return self._of_relation(node, path, scope)
        elif is_in(path, "attribute"):
            return self._of_attribute(node, path, scope, differing)
        elif is_in(path, "relation"):
            return self._over(node, path, scope)
        elif over in _STARTS:
            return self._edge(node, scope, forward=over == TP["from"])
        elif over is not None and is_in(over, "relation"):
            return self._far(node, over, scope, forward=False)
        else:
            self.refuse(node, f"its path {self._look.path(path)} is not supported", _PATHS)
        return None

    def _of_relation(self, node: Node, path: Node, scope: Scope) -> Condition | None:
        """A property in the shape of a relation: one of its parts, or its far end."""
        if path == scope.end:
            return self._far_end(node, scope)
        relation, name = part_names(path)
        if is_in(path, "part") and relation == scope.relation:
            return self._value(node, path, name, part=True) if self._look.declared(node, path, TP.Part) else None
        wrong = f"its path {self._look.path(path)} is not supported in a shape of {scope.relation}"
        self.refuse(node, wrong, f"Name a part of {scope.relation}, or {self._name(scope.end)}")
        return None

    def _of_attribute(self, node: Node, path: Node, scope: Scope, differing: set[Node | None]) -> Condition | None:
        if not self._look.belongs(node, path, scope.cls):
            return None
        if _DISJOINT in self._keys(node):
            return self._differs(node, path, scope, differing)
        return self._value(node, path, local(path))

    def _value(self, node: Node, path: Node, name: str, part: bool = False) -> Condition | None:
        """A value that is there, is not there, or meets a test."""
        keys = self._keys(node)
        if keys == {SH.minCount} and self._count(node, SH.minCount) == 1:
            return Has(name, Present(), part)
        if keys == {SH.maxCount} and self._count(node, SH.maxCount) == 0:
            return Not(Has(name, Present(), part))
        shape = self._counted(node, path, _SOME)
        if shape is None:
            return None
        if self._look.kind(path) in PRIVATE:
            wrong = f"tests values of {self._name(path)}, which is of kind {self._look.kind(path)}"
            self.refuse(node, wrong, "Ask only whether there is one: sh:minCount 1, or sh:maxCount 0")
            return None
        test = self._tests.read(shape, path)
        return None if test is None else Has(name, test, part)

    def _differs(self, node: Node, path: Node, scope: Scope, differing: set[Node | None]) -> Condition | None:
        other = self.facts.all(node, _DISJOINT)[0]
        if self._keys(node) != {SH.minCount, _DISJOINT} or other not in differing:
            wrong = f"sh:disjoint of {self._name(path)} and {self._name(other)} holds where there is no value"
            self.refuse(
                node, wrong, "Write sh:minCount 1 beside it, and the other with sh:minCount 1 in the same shape"
            )
        elif self._look.belongs(node, other, scope.cls) and self._look.comparable(node, path, other):
            return Differs(local(path), local(other))
        return None

    # ---- Relations

    def _over(self, node: Node, relation: Node, scope: Scope) -> Condition | None:
        if self._keys(node) == {_DISJOINT}:
            return self._apart(node, relation, scope)
        return self._far(node, relation, scope, forward=True)

    def _far(self, node: Node, relation: Node, scope: Scope, forward: bool) -> Condition | None:
        """Far ends over a relation of which no part is looked at."""
        shape = self._counted(node, relation, _SO_MANY)
        if shape is None or not self._look.leaves(node, relation, scope.cls, forward):
            return None
        cls = self._look.far_class(node, relation, forward, [shape])
        return (
            self._counting(node, Step(local(relation), forward, cls), self._where(shape, Scope(cls))) if cls else None
        )

    def _edge(self, node: Node, scope: Scope, forward: bool) -> Condition | None:
        """Far ends over a relation whose parts are looked at."""
        shape = self._counted(node, TP["from"] if forward else TP.to, _SO_MANY)
        relation = self.facts.one(shape, _CLASS)
        if shape is None or relation is None:
            if shape is not None:
                self.refuse(node, "looks at a relation without saying which", "Add sh:class relation:... to its shape")
            return None
        if not self._look.leaves(node, relation, scope.cls, forward):
            return None
        far = Scope("", local(relation), forward)
        cls = self._look.far_class(node, relation, forward, self._far_shapes(shape, far.end))
        where = self._where(shape, Scope(cls, far.relation, forward)) if cls else None
        return self._counting(node, Step(far.relation, forward, cls), where) if cls else None

    def _far_shapes(self, shape: Node, end: Node) -> list[Node]:
        """The shapes of the far end that stand right in the shape of a relation."""
        ends = (node for node in self.facts.all(shape, _PROPERTY) if self._path(node) == end)
        return [found for node in ends for found in self.facts.all(node, _VALUES)]

    def _far_end(self, node: Node, scope: Scope) -> Condition | None:
        """What is asked of the far end of a relation; its class is no condition, for the step says it."""
        shape = self._counted(node, scope.end, _SOME)
        cls = self.facts.one(shape, _CLASS)
        if cls is not None and local(cls) != scope.cls:
            wrong = f"one far end is to be of {self._name(cls)} and of {scope.cls}"
            self.refuse(node, wrong, "Name one class")
        return None if shape is None else self._where(shape, Scope(scope.cls))

    def _counting(self, node: Node, step: Step, where: Condition | None) -> Condition | None:
        least, most = self._count(node, _LEAST), self._count(node, _MOST)
        if -1 in (least, most) or (not least and most is None) or (most is not None and most < (least or 0)):
            wrong = f"counts the far ends of {step.relation} in no range"
            self.refuse(node, wrong, "Give it a sh:qualifiedMinCount of 1 or more, a sh:qualifiedMaxCount, or both")
        return Far(step, where, least or 0, most)

    def _apart(self, node: Node, relation: Node, scope: Scope) -> Condition | None:
        other = self.facts.all(node, _DISJOINT)[0]
        if not all(self._look.leaves(node, term, scope.cls, forward=True) for term in (relation, other)):
            return None
        cls = self._look.shared_class(node, relation, other)
        return Apart(Step(local(relation), True, cls), Step(local(other), True, cls)) if cls else None

    # ---- Two numbers

    def _share(self, shape: Node, scope: Scope) -> Iterator[Condition]:
        percents = [predicate for predicate in _PERCENTS if self.facts.all(shape, predicate)]
        measures, bases = self.facts.all(shape, TP.measure), self.facts.all(shape, TP.against)
        if not len(percents) == len(measures) == len(bases) == 1 or scope.relation:
            names = ", ".join(map(self._name, _PERCENTS))
            wrong = "its tp:measure is not compared with one number in one way"
            self.refuse(shape, wrong, f"Give an entity's shape one tp:measure, one tp:against and one of {names}")
            return
        percent = self._tests.number(shape, percents[0])
        sides = (measures[0], bases[0])
        sound = [self._look.belongs(shape, side, scope.cls) and self._look.is_number(shape, side) for side in sides]
        if all(sound) and percent is not None:
            yield Share(local(sides[0]), local(sides[1]), Decimal(percent), _PERCENTS[percents[0]])

    # ---- Counts

    def _counted(self, node: Node, path: Node, counts: frozenset[Node]) -> Node | None:
        """The shape of the values that are counted, which is how every condition is written."""
        keys, shapes = self._keys(node), self.facts.all(node, _VALUES)
        strange = keys - {_VALUES, *counts}
        for predicate in sorted(strange.difference(_COUNTS) or strange, key=str):
            self._strange(node, path, predicate)
        if not strange and (len(shapes) != 1 or not keys & counts):
            self.refuse(node, f"its shape of {self._look.path(path)} counts nothing", _QUALIFIED)
        elif not strange and counts == _SOME and self._count(node, _LEAST) != 1:
            wrong = f"sh:qualifiedMinCount of {self._look.path(path)} is not 1"
            self.refuse(node, wrong, "Write 1: some value meets the shape; put sh:not around the shape to deny it")
        elif not strange:
            return shapes[0]
        return None

    def _strange(self, node: Node, path: Node, predicate: Node) -> None:
        what, where = self._name(predicate), self._look.path(path)
        if predicate in _UNIVERSAL:
            self.refuse(node, f"{what} directly on the sh:path {where} holds where there is no value", _QUALIFIED)
        elif predicate in _COUNTS:
            wrong = f"{what} {self.facts.text(node, predicate)} on the sh:path {where} is not supported"
            mend = "Write sh:minCount 1 or sh:maxCount 0 alone, or count with a sh:qualifiedValueShape"
            self.refuse(node, wrong, mend)
        else:
            self.refuse(node, f"{what} on the sh:path {where} is not supported", "Take it out, or say it otherwise")

    def _count(self, node: Node, predicate: Node) -> int | None:
        """A count; -1 where it is none."""
        found = self.facts.all(node, predicate)
        if not found:
            return None
        value = found[0].value if isinstance(found[0], Value) else None
        return value if isinstance(value, int) and value >= 0 and len(found) == 1 else -1

    def _path(self, node: Node) -> Node | None:
        return self.facts.one(node, _PATH)

    def _keys(self, node: Node) -> set[Node]:
        return {predicate for predicate in self.facts.about.get(node, {}) if predicate not in (_PATH, _TYPE)}

    def _name(self, term: Node) -> str:
        return self.facts.name(term)
