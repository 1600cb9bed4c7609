"""A second decision, written apart from the program: purposes read from their Turtle, one plain question after the other.

Slow and simple on purpose. It shares no code with `twopages.access`: who may look, at whom, and what of it is decided here anew.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from tests.access.gates import Case, Standing
from twopages.access import Viewer

NS = "https://twopages.invalid/ns/"
TP, ODRL, DPV = Namespace(NS), Namespace("http://www.w3.org/ns/odrl/2/"), Namespace("https://w3id.org/dpv#")
OWN, AUTHORISED = "own-file", "authorisation"


class Element(NamedTuple):
    """What the Turtle says of an attribute, a tag or a relation."""

    kind: str
    cls: str
    group: str
    grade: int
    ends: frozenset[str] = frozenset()


class Role(NamedTuple):
    """What the Turtle says of a viewer role."""

    way: str
    of_department: bool
    accounts: frozenset[str]
    past: bool
    rows: bool


@dataclass(frozen=True)
class Policy:
    """A purpose, spelled out. `things`: attributes of what lies behind its relations and has no file of its own.

    `over`: what it gives behind single relations, as pairs of both; `classes`: things of which it gives all.
    """

    id: str
    role: Role
    department: str
    cls: str
    attributes: frozenset[str]
    masked: frozenset[str]
    tags: frozenset[str]
    relations: frozenset[str]
    things: frozenset[str]
    over: frozenset[tuple[str, str]]
    classes: frozenset[str]
    finds: frozenset[str]
    never: frozenset[str]
    grade: int
    needs_case: bool
    needs_consent: bool
    automatic: bool

    @property
    def plain(self) -> frozenset[str]:
        """What may be told in so many words, of the subject and of things."""
        return (self.attributes | self.things) - self.masked


class Owner(NamedTuple):
    """To whom a thing belongs, over which relation."""

    relation: str
    cls: str
    id: str


Whose = Callable[[str, str], tuple[Owner, ...]]  # of a class and an id


@dataclass(frozen=True)
class Book:
    """The ontology as this reading has it; `owning`: classes of what is somebody's, by which relation, and whether it leads there."""

    elements: Mapping[str, Element]
    captions: Mapping[str, str]
    files: frozenset[str]
    policies: Mapping[str, Policy]
    owning: tuple[tuple[str, tuple[str, bool]], ...]


def read_book(folder: Path) -> Book:
    """Read every Turtle file of an ontology."""
    graph = Graph()
    for path in sorted(folder.rglob("*.ttl")):
        graph.parse(path)
    return _Reading(graph).book()


def _local(node: Node | None) -> str:
    return "" if node is None else str(node).rpartition("/")[2]


@dataclass
class _Reading:
    graph: Graph

    def book(self) -> Book:
        classes = set(self.graph.subjects(RDF.type, TP.EntityClass))
        captions = {_local(cls): _local(self.graph.value(cls, TP.caption)) for cls in classes}
        purposes = sorted(self.graph.subjects(RDF.type, TP.Purpose), key=str)
        policies = {_local(item): self.policy(item) for item in purposes}
        return Book(self.elements, captions, self.files, policies, tuple(self.owning()))

    def owning(self) -> Iterator[tuple[str, tuple[str, bool]]]:
        """What belongs to whoever is at the other end of a relation."""
        for relation, owner in self.graph.subject_objects(TP.owner):
            forward = owner == TP.to
            thing = self.graph.value(relation, RDFS.domain if forward else RDFS.range)
            assert thing is not None
            yield from ((cls, (_local(relation), forward)) for cls in self.union(thing))

    @cached_property
    def files(self) -> frozenset[str]:
        return frozenset(
            _local(cls) for cls in self.graph.subjects(RDF.type, TP.EntityClass) if self.flag(cls, TP.hasPage)
        )

    @cached_property
    def elements(self) -> Mapping[str, Element]:
        found = {}
        for kind, type_ in (("attribute", TP.Attribute), ("relation", TP.Relation), ("tag", TP.Tag)):
            for term in self.graph.subjects(RDF.type, type_):
                found[_local(term)] = self.element(kind, term)
        return found

    def element(self, kind: str, term: Node) -> Element:
        group = self.graph.value(term, TP.tagGroup if kind == "tag" else TP.group)
        cls = _local(self.graph.value(term, RDFS.domain))
        if kind == "tag":
            rule = self.graph.value(term, TP.rule) or term
            cls = _local(self.graph.value(rule, SH.targetClass)) or _local(self.graph.value(group, TP.onPageOf))
        grade = int(_local(self.graph.value(term, TP.grade)))
        ends = {
            name
            for way in (RDFS.domain, RDFS.range)
            for end in self.graph.objects(term, way)
            for name in self.union(end)
        }
        return Element(kind, cls, _local(group), grade, frozenset(ends))

    def union(self, node: Node) -> Iterator[str]:
        listed = next((item for way, item in self.graph.predicate_objects(node) if str(way).endswith("unionOf")), None)
        yield from (map(_local, self.graph.items(listed)) if listed is not None else [_local(node)])

    def flag(self, term: Node, predicate: URIRef) -> bool:
        return str(self.graph.value(term, predicate)) == "true"

    def policy(self, term: Node) -> Policy:
        cls, grade = _local(self.graph.value(term, TP.about)), int(_local(self.graph.value(term, TP.highestGrade)))
        never = self.targets(term, ODRL.prohibition, ODRL.read, cls)
        kept = {name for name, element in self.elements.items() if element.grade <= grade} - never
        read, masked = (self.targets(term, ODRL.permission, way, cls) & kept for way in (ODRL.read, TP.readMasked))
        given = read | masked
        return Policy(
            id=_local(term),
            role=self.role(self.graph.value(term, ODRL.assignee)),
            department=_local(self.graph.value(term, DPV.hasResponsibleEntity)),
            cls=cls,
            attributes=self.only(given, "attribute", cls),
            masked=frozenset(masked),
            tags=self.only(given, "tag", cls),
            relations=frozenset(name for name in given if self.elements[name].kind == "relation"),
            things=self.behind(term, kept, given, cls),
            over=self.over(term, kept),
            classes=frozenset(
                _local(item) for _, item in self.said(term, ODRL.permission, ODRL.read) if self.is_class(item)
            ),
            finds=self.targets(term, ODRL.permission, TP["find"], cls),
            never=never,
            grade=grade,
            needs_case=self.flag(term, TP.needsCase),
            needs_consent=self.flag(term, TP.needsConsent),
            automatic=_local(self.graph.value(term, TP.approval)) == "auto",
        )

    def only(self, names: Iterable[str], kind: str, cls: str) -> frozenset[str]:
        return frozenset(name for name in names if self.elements[name].kind == kind and self.elements[name].cls == cls)

    def behind(self, term: Node, kept: set[str], given: Iterable[str], cls: str) -> frozenset[str]:
        """Attributes of things: those named over a relation, and those of the classes named that some relation touches."""
        touched = {end for name in given if self.elements[name].kind == "relation" for end in self.elements[name].ends}
        named: set[str] = set()
        for _, target in self.said(term, ODRL.permission, ODRL.read):
            if _local(self.graph.value(target, TP.over)) in given:
                named |= set(map(_local, self.graph.objects(target, TP.gives)))
            if self.is_class(target) and _local(target) in touched:
                named |= {name for name, element in self.elements.items() if element.cls == _local(target)}
        return frozenset(name for name in named & kept if self.elements[name].kind == "attribute")

    def over(self, term: Node, kept: set[str]) -> frozenset[tuple[str, str]]:
        """Which elements are given behind which relations."""
        targets = [target for _, target in self.said(term, ODRL.permission, ODRL.read)]
        found = ((target, given) for target in targets for given in self.graph.objects(target, TP.gives))
        pairs = ((_local(self.graph.value(target, TP.over)), _local(given)) for target, given in found)
        return frozenset((relation, name) for relation, name in pairs if relation and name in kept)

    def is_class(self, term: Node) -> bool:
        return (term, RDF.type, TP.EntityClass) in self.graph

    def said(self, term: Node, predicate: URIRef, action: URIRef) -> Iterator[tuple[Node, Node]]:
        for node in self.graph.objects(term, predicate):
            if (node, ODRL.action, action) in self.graph:
                yield from ((node, target) for target in self.graph.objects(node, ODRL.target))

    def targets(self, term: Node, predicate: URIRef, action: URIRef, cls: str) -> frozenset[str]:
        """The elements that statements name: one by one, by group, or as all tags; a prohibition takes whole classes, too."""
        found: set[str] = set()
        for _, target in self.said(term, predicate, action):
            name, types = _local(target), set(self.graph.objects(target, RDF.type))
            known = self.elements.items()
            if (tagged := self.graph.value(target, TP.tagsOf)) is not None:
                found |= {item for item, it in known if it.kind == "tag" and it.cls == _local(tagged)}
            elif SH.PropertyGroup in types:
                found |= {item for item, it in known if it.kind == "attribute" and it.group == name and it.cls == cls}
            elif TP.EntityClass in types and predicate == ODRL.prohibition:
                found |= {item for item, it in known if it.cls == name}
            elif types & {TP.Attribute, TP.Tag, TP.Relation}:
                found.add(name)
        return frozenset(found)

    def role(self, term: Node | None) -> Role:
        assert term is not None
        accounts = frozenset(map(str, self.graph.objects(term, TP.signsInAs)))
        of_department, past, rows = (self.flag(term, way) for way in (TP.ofDepartment, TP.seesPast, TP.seesAllRows))
        return Role(str(self.graph.value(term, TP.comesBy) or ""), of_department, accounts, past, rows)


@dataclass(frozen=True)
class Denied:
    """Refused for a reason; `purposes` of the same viewer would give it."""

    code: str
    purposes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Asker:
    """Who asks, what for, in which case; `acting`: whom for; `belongs`: whose things are; `office`: for whom the viewer looks, as cases
    have it; `known`: purposes and the ids that searches for them showed."""

    book: Book
    standing: Standing
    viewer: Viewer
    purpose: str
    case: str
    acting: frozenset[str]
    belongs: Whose
    office: str
    known: set[tuple[str, str]]

    @property
    def named_office(self) -> str:
        """What the viewer looks for, as consents name it: a department, or another organisation."""
        return self.viewer.department or self.viewer.organisation

    def mine(self, policy: Policy) -> bool:
        """Whether a purpose is for somebody like the viewer."""
        fits = self.viewer.role in policy.role.accounts
        return fits and (self.viewer.role != "caseworker" or self.viewer.department == policy.department)

    def purposes(self, cls: str) -> frozenset[str]:
        """The viewer's purposes about a class."""
        return frozenset(policy.id for policy in self.book.policies.values() if policy.cls == cls and self.mine(policy))

    @property
    def own_case(self) -> Case | None:
        """The open case that is named, if it is the viewer's office's."""
        case = self.standing.cases.get(self.case)
        return case if isinstance(case, Case) and case.department == self.office else None

    def policy(self, cls: str, own: Iterable[str]) -> Policy | Denied:
        """The purpose under which files of a class are looked at; `own`: those of the own file, in their order."""
        named = self.named(cls, own)
        policy = named if isinstance(named, Denied) else self.book.policies.get(named)
        if policy is None:
            return Denied("PURPOSE_UNKNOWN")
        if isinstance(policy, Denied):
            return policy
        if not self.mine(policy):
            return Denied("PURPOSE_NOT_YOURS", self.purposes(policy.cls))
        if self.case and self.own_case is None:
            return Denied("CASE_NOT_OPEN")
        return self.stands(policy) if policy.cls == cls else Denied("PURPOSE_OTHER_CLASS", self.purposes(cls))

    def named(self, cls: str, own: Iterable[str]) -> str | Denied:
        """The purpose that is named, that of the case, or the usual one of the own file."""
        if self.purpose:
            return self.purpose
        if self.case:
            return self.own_case.purpose if self.own_case else Denied("CASE_NOT_OPEN")
        usual = next((name for name in own if name in self.purposes(cls)), None)
        return usual or Denied("PURPOSE_NEEDED", self.purposes(cls))

    def stands(self, policy: Policy) -> Policy | Denied:
        """The purpose, if whoever needs a case has one of it, and whoever needs a grant was granted it."""
        if policy.role.way in (OWN, AUTHORISED):
            return policy
        case = self.standing.cases.get(self.case)
        if policy.needs_case and case is None:
            return Denied("CASE_NEEDED")
        if case is not None and case.purpose != policy.id:
            return Denied("CASE_NOT_OPEN")
        if (
            not policy.automatic
            and (self.viewer.department or policy.department, policy.id) not in self.standing.grants
        ):
            return Denied("PURPOSE_NOT_GRANTED")
        return policy

    def whose(self, policy: Policy, id: str) -> frozenset[str]:
        """Whose data a subject is."""
        if policy.cls in self.book.files:
            return frozenset({id})
        return frozenset(owner.id for owner in self.belongs(policy.cls, id))

    def finding(self, policy: Policy) -> bool:
        """Whether subjects are found: neither the own ones nor that of a case."""
        case = self.standing.cases.get(self.case)
        return policy.role.way == "" and (case is None or case.subject == "")

    def reached(self, policy: Policy, id: str) -> Policy | None:
        """What the purpose gives of one subject; None where the subject is out of reach."""
        if policy.role.way == OWN:
            mine = {self.viewer.subject, *self.acting} if self.viewer.subject is not None else set()
            return policy if mine & self.whose(policy, id) else None
        if policy.role.way == AUTHORISED:
            items = self.standing.authorisations.get((self.viewer.subject or "", id, policy.id))
            return None if items is None else _only(policy, items) if items else policy
        reached = (
            bool(policy.finds) and (policy.id, id) in self.known
            if self.finding(policy)
            else bool(self.case) and self.standing.cases[self.case].subject == id
        )
        if policy.needs_consent:
            asked, office = self.whose(policy, id), self.named_office
            consented = bool(asked) and all((one, policy.id, office) in self.standing.consents for one in asked)
            return policy if reached and consented else None
        return policy if reached else None

    def why_not(self, policy: Policy, kind: str, name: str = "") -> Denied | None:
        """Why an element is denied; None where it is given, masked or not."""
        if _given(policy, kind, name):
            return None
        others = (self.book.policies[item] for item in self.purposes(policy.cls) if item != policy.id)
        return Denied(self.code(policy, kind, name), frozenset(item.id for item in others if _given(item, kind, name)))

    def code(self, policy: Policy, kind: str, name: str) -> str:
        """The code of what is denied."""
        if kind in ("find", "count"):
            return "NOT_FOUND_BY"
        if kind == "past":
            return "PAST_NOT_SHOWN"
        if name in policy.never:
            return "NEVER_IN_PURPOSE"
        above = name in self.book.elements and self.book.elements[name].grade > policy.grade
        return "ABOVE_GRADE" if above else "NOT_IN_PURPOSE"

    def heading_masked(self, policy: Policy, cls: str, *, far: bool) -> bool:
        """Whether the short name of something of a class is given masked alone."""
        name = self.book.captions[cls]
        grade = self.book.elements[name].grade
        if name in policy.masked or name in policy.never or grade > policy.grade:
            return True
        return not far and grade > 1 and name not in policy.attributes


def _only(policy: Policy, items: frozenset[str]) -> Policy:
    parts = {name: getattr(policy, name) & items for name in ("attributes", "tags", "relations")}
    return replace(policy, **parts, things=frozenset(), over=frozenset(), classes=frozenset())


def _given(policy: Policy, kind: str, name: str) -> bool:
    match kind:
        case "past":
            return policy.role.past
        case "find":
            return name in policy.finds
        case "looks":
            return policy.role.way == OWN
        case "count":
            return bool(policy.finds)
        case "tags":
            return bool(policy.tags)
    return name in {"attribute": policy.attributes, "tag": policy.tags, "relation": policy.relations}[kind]
