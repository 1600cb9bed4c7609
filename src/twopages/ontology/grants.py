"""What a purpose is written to grant and to forbid, and what that comes to: groups, classes and "all tags" spelled out."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from rdflib import RDF, RDFS, URIRef
from rdflib.term import Node

from twopages.ontology.facts import Facts
from twopages.ontology.things import ends, optional
from twopages.ontology.words import ODRL2, SH, TP, local

READ, READ_MASKED, FIND = ODRL2.read, TP.readMasked, TP["find"]
TargetKind = Literal["attribute", "tag", "relation", "group", "class", "tags", "far", ""]

_TYPES: tuple[tuple[Node, TargetKind], ...] = (
    (TP.Attribute, "attribute"),
    (TP.Tag, "tag"),
    (TP.Relation, "relation"),
    (SH.PropertyGroup, "group"),
    (TP.EntityClass, "class"),
)


@dataclass(frozen=True, slots=True)
class Granted:
    """What one target names: an element, a group, a class, all tags of a class ("tags"), or what lies behind a relation ("far").

    `name` is the id, of a far target that of its relation, and `gives` its terms. Without a kind it is nothing that can be granted.
    """

    node: Node
    kind: TargetKind
    name: str
    gives: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A permission or a prohibition."""

    node: Node
    permits: bool
    actions: tuple[Node, ...]
    targets: tuple[Granted, ...]

    def says(self, action: Node) -> bool:
        """Whether it is about an action."""
        return action in self.actions


def statements(facts: Facts, purpose: URIRef) -> Iterator[Statement]:
    """The permissions and prohibitions of a purpose, as they are written."""
    for predicate in (ODRL2.permission, ODRL2.prohibition):
        for node in facts.all(purpose, predicate):
            targets = tuple(_target(facts, target) for target in facts.all(node, ODRL2.target))
            actions = tuple(facts.all(node, ODRL2.action))
            yield Statement(node, predicate == ODRL2.permission, actions, targets)


def _target(facts: Facts, node: Node) -> Granted:
    types = facts.all(node, RDF.type)
    kind = next((kind for cls, kind in _TYPES if cls in types), None)
    if kind is not None:
        return Granted(node, kind, local(node))
    over, cls = optional(facts, node, TP.over), optional(facts, node, TP.tagsOf)
    if over is not None:
        return Granted(node, "far", over, tuple(facts.all(node, TP.gives)))
    return Granted(node, "tags", cls) if cls is not None else Granted(node, "", local(node))


@dataclass
class Elements:
    """Attributes, tags and relations, as far as it matters who may see them; sound or not, every term that is there."""

    facts: Facts

    @cached_property
    def attributes(self) -> Mapping[str, str]:
        """The class of each attribute."""
        return {local(term): local(self.facts.text(term, RDFS.domain)) for term in self.facts.of(TP.Attribute)}

    @cached_property
    def tags(self) -> Mapping[str, str]:
        """The class of each tag: that of its rule, else of its group."""
        return {local(term): self._tagged(term) for term in self.facts.of(TP.Tag)}

    def _tagged(self, tag: URIRef) -> str:
        rule, group = self.facts.one(tag, TP.rule), self.facts.one(tag, TP.tagGroup)
        return optional(self.facts, rule or tag, SH.targetClass) or local(self.facts.text(group, TP.onPageOf))

    @cached_property
    def groups(self) -> Mapping[str, str]:
        """The group of each attribute."""
        return {local(term): local(self.facts.text(term, TP.group)) for term in self.facts.of(TP.Attribute)}

    @cached_property
    def relations(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """The classes at the two ends of each relation."""
        return {local(term): (self._end(term, RDFS.domain), self._end(term, RDFS.range)) for term in self._relations}

    @property
    def _relations(self) -> list[URIRef]:
        return self.facts.of(TP.Relation)

    def _end(self, relation: URIRef, predicate: Node) -> frozenset[str]:
        return frozenset(ends(self.facts, relation, predicate))

    @cached_property
    def files(self) -> frozenset[str]:
        """The classes whose things have files of their own."""
        return frozenset(local(term) for term in self.facts.of(TP.EntityClass) if self.facts.flag(term, TP.hasPage))

    @cached_property
    def grades(self) -> Mapping[str, int]:
        """The grade of every element; none where it has none that can be read."""
        terms = [*self.facts.of(TP.Attribute), *self.facts.of(TP.Tag), *self._relations]
        told = {local(term): local(self.facts.text(term, TP.grade)) for term in terms}
        return {name: int(grade) for name, grade in told.items() if grade.isdigit()}

    def above(self, grade: int) -> frozenset[str]:
        """Every element of a higher grade."""
        return frozenset(name for name, own in self.grades.items() if own > grade)

    def of_class(self, cls: str) -> frozenset[str]:
        """The attributes and tags of a class."""
        return self.attributes_of(cls) | self.tags_of(cls)

    def attributes_of(self, cls: str) -> frozenset[str]:
        """All attributes of a class."""
        return frozenset(name for name, of in self.attributes.items() if of == cls)

    def tags_of(self, cls: str) -> frozenset[str]:
        """All tags of a class."""
        return frozenset(name for name, of in self.tags.items() if of == cls)

    def in_group(self, group: str, cls: str) -> frozenset[str]:
        """The attributes of a class that are in a group."""
        return frozenset(name for name, of in self.groups.items() if of == group and self.attributes[name] == cls)

    def behind(self, relation: str, near: frozenset[str]) -> frozenset[str]:
        """The classes at the far ends of a relation, seen from some classes."""
        start, end = self.relations.get(relation, (frozenset(), frozenset()))
        return (end if start & near else frozenset()) | (start if end & near else frozenset())


@dataclass
class Grant:
    """What targets come to for a purpose about a class that may follow some relations: elements of its own, and far ones."""

    elements: Elements
    subject: str
    relations: frozenset[str]
    own: set[str] = field(default_factory=set)
    far: dict[str, set[str]] = field(default_factory=dict)

    @cached_property
    def near(self) -> frozenset[str]:
        """The subject's class, and those reached from it without passing through somebody's file: from a file nothing leads on."""
        reached, found = frozenset[str](), frozenset({self.subject})
        while found != reached:
            reached = found
            found |= frozenset(cls for name in self.relations for cls in self.elements.behind(name, reached))
            found = (found - self.elements.files) | {self.subject}
        return reached

    def behind(self, relation: str) -> frozenset[str]:
        """The classes that a relation leads to; one does not turn back to others who have files of their own."""
        if relation not in self.relations:
            return frozenset()
        further = self.elements.behind(relation, self.near - {self.subject}) - self.elements.files
        return self.elements.behind(relation, frozenset({self.subject})) | further

    def leading_to(self, cls: str) -> frozenset[str]:
        """The relations that lead to a class."""
        return frozenset(name for name in self.relations if cls in self.behind(name))

    def add(self, targets: Iterable[Granted]) -> "Grant":
        """The grant with what some targets name."""
        for target in targets:
            self._adders[target.kind](target)
        return self

    @property
    def _adders(self) -> Mapping[str, Callable[[Granted], None]]:
        return {
            "attribute": lambda target: self.own.add(target.name),
            "tag": lambda target: self.own.add(target.name),
            "group": lambda target: self.own.update(self.elements.in_group(target.name, self.subject)),
            "tags": lambda target: self.own.update(self.elements.tags_of(target.name)),
            "class": self._add_class,
            "far": lambda target: self.far.setdefault(target.name, set()).update(map(local, target.gives)),
            "relation": lambda target: None,  # which relations may be followed is known before what lies behind them
            "": lambda target: None,
        }

    def _add_class(self, target: Granted) -> None:
        given = self.elements.attributes_of(target.name)
        for relation in self.leading_to(target.name):
            self.far.setdefault(relation, set()).update(given)

    def all(self) -> frozenset[str]:
        """Every element of its own and every far one."""
        return frozenset(self.own).union(*self.far.values())


@dataclass
class Written:
    """A purpose as it is written; what it grants is worked out when it is asked."""

    facts: Facts
    elements: Elements
    term: URIRef

    @cached_property
    def subject(self) -> str:
        """The class that it is about."""
        return local(self.facts.text(self.term, TP.about))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Its permissions and prohibitions."""
        return tuple(statements(self.facts, self.term))

    def targets(self, action: Node, *, permits: bool = True) -> tuple[Granted, ...]:
        """What its permissions of an action name, or its prohibitions of it."""
        found = (item for item in self.statements if item.permits == permits and item.says(action))
        return tuple(target for item in found for target in item.targets)

    @cached_property
    def named(self) -> frozenset[str]:
        """The relations that it names to be followed."""
        return frozenset(target.name for target in self.targets(READ) if target.kind == "relation")

    @cached_property
    def never(self) -> frozenset[str]:
        """The elements that it never gives."""
        targets = self.targets(READ, permits=False)
        relations = {target.name for target in targets if target.kind == "relation"}
        classes = {target.name for target in targets if target.kind == "class"}
        grant = Grant(self.elements, self.subject, frozenset()).add(targets)
        return grant.all().union(relations, *(self.elements.of_class(cls) for cls in classes))

    @cached_property
    def never_uses(self) -> frozenset[str]:
        """What must not be done with what it gives."""
        actions = {action for item in self.statements if not item.permits for action in item.actions}
        return frozenset(local(action) for action in actions if TP.Use in self.facts.all(action, RDF.type))

    @cached_property
    def grade(self) -> int:
        """Its highest grade; 0 where none can be read."""
        told = local(self.facts.text(self.term, TP.highestGrade))
        return int(told) if told.isdigit() else 0

    @cached_property
    def above(self) -> frozenset[str]:
        """The elements above its highest grade."""
        return self.elements.above(self.grade) if self.grade else frozenset()

    def kept(self, names: Iterable[str]) -> frozenset[str]:
        """Those of some elements that may be given: neither forbidden nor above its highest grade."""
        return frozenset(names) - self.never - self.above

    @cached_property
    def permitted(self) -> frozenset[str]:
        """Every element that is given, its own and the far ones."""
        return self.kept(self.readable.all())

    @cached_property
    def relations(self) -> frozenset[str]:
        """The relations that may be followed."""
        return self.kept(self.named)

    def grant(self, *actions: Node) -> Grant:
        """What its permissions of some actions come to, before anything is taken out."""
        targets = (target for action in actions for target in self.targets(action))
        return Grant(self.elements, self.subject, self.relations).add(targets)

    @cached_property
    def following(self) -> Grant:
        """Where the relations that it names lead, those included that are taken out."""
        return Grant(self.elements, self.subject, self.named)

    @cached_property
    def readable(self) -> Grant:
        """What may be read, masked or not, before anything is taken out."""
        return self.grant(READ, READ_MASKED)
