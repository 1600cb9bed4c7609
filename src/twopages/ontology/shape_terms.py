"""The terms that shapes name: whether they exist, belong to the class in view, lead where they should, and can be compared."""

from collections.abc import Callable
from dataclasses import dataclass

from rdflib import URIRef
from rdflib.term import Node

from twopages.ontology.facts import Facts
from twopages.ontology.things import ends, ids
from twopages.ontology.words import OWL, RDF, RDFS, SH, TP, local

Refuse = Callable[[Node, str, str], None]

NUMBERS = frozenset({"money", "decimal", "integer", "percentage", "year"})
PRIVATE = frozenset({"identityNumber", "uscc", "phone", "email", "address", "name", "geometry"})
# Values that follow from others of the same thing, or that the feed keeps: only those can stand on a node for rules.
_STANDING = frozenset({TP.Slice, TP.Parity, TP.Presence, TP.Moved})
_TURN = "sh:inversePath turns it round"


@dataclass(frozen=True, slots=True)
class Terms:
    """Looks terms up; what does not fit is refused at the shape that names it."""

    facts: Facts
    refuse: Refuse

    def name(self, term: Node) -> str:
        """A term as it is written."""
        return self.facts.name(term)

    def path(self, path: Node) -> str:
        """A path as it is written."""
        if isinstance(path, URIRef):
            return self.name(path)
        said = [predicate for predicate in self.facts.about.get(path, {}) if predicate != RDF.type]
        if RDF.first in said:
            return "(a sequence)"
        return f"[ {' ; '.join(f'{self.name(p)} {self.name(self.facts.all(path, p)[0])}' for p in said)} ]"

    def kind(self, of: Node) -> str:
        """The kind of value of an attribute or part."""
        return local(self.facts.text(of, RDFS.range))

    def declared(self, node: Node, term: Node, cls: Node) -> bool:
        """Whether a term is of a type; one that nothing declares has no mend here, for it is reported wherever it stands."""
        types = self.facts.all(term, RDF.type)
        if cls not in types:
            wrong, mend = ("is no " + self.name(cls), "Name another") if types else ("is declared nowhere", "")
            self.refuse(node, f"{self.name(term)} {wrong}", mend)
        return cls in types

    def belongs(self, node: Node, attribute: Node, cls: str) -> bool:
        """Whether it is an attribute of the class in view, of which a value can stand on a node."""
        if not self.declared(node, attribute, TP.Attribute):
            return False
        of = local(self.facts.text(attribute, RDFS.domain))
        derivation = self.facts.one(attribute, TP.derivedBy)
        if of != cls:
            wrong = f"asks {cls or 'no class'} for {self.name(attribute)}, an attribute of {of}"
            self.refuse(node, wrong, "Name an attribute of the class in view")
        elif derivation is not None and self.facts.one(derivation, RDF.type) not in _STANDING:
            wrong = f"asks for {self.name(attribute)}, which is worked out when it is read"
            self.refuse(node, wrong, f"Ask for what it follows from{self._inputs(derivation)}")
        else:
            return True
        return False

    def _inputs(self, derivation: Node) -> str:
        along = (*self.facts.all(derivation, TP.along), *self.facts.all(derivation, TP.against))
        named = [*ids(self.facts, derivation, TP.of), *map(local, along)]
        return f": {', '.join(named)}" if named else ""

    def comparable(self, node: Node, attribute: Node, other: Node) -> bool:
        """Whether the values of two attributes can be the same, and may be looked at."""
        kinds = {(self.kind(term), self.facts.text(term, TP.codes)) for term in (attribute, other)}
        if len(kinds) == 1 and self.kind(attribute) not in PRIVATE:
            return True
        wrong = f"{self.name(attribute)} and {self.name(other)} are of kinds that cannot be compared"
        self.refuse(node, wrong, "Compare values of one kind and one code list that identify and reach nobody")
        return False

    def is_number(self, node: Node, attribute: Node) -> bool:
        """Whether there are percentages of an attribute."""
        if self.kind(attribute) in NUMBERS - {"year"}:
            return True
        wrong = f"{self.name(attribute)} is of kind {self.kind(attribute)}, of which there is no percentage"
        self.refuse(node, wrong, "Compare two numbers")
        return False

    def ends(self, relation: Node, near: bool) -> tuple[str, ...]:
        """The classes at the from end of a relation, or at its to end; of a symmetric one either."""
        start, end = ends(self.facts, relation, RDFS.domain), ends(self.facts, relation, RDFS.range)
        if OWL.SymmetricProperty in self.facts.all(relation, RDF.type):
            return tuple(dict.fromkeys((*start, *end)))
        return start if near else end

    def leaves(self, node: Node, relation: Node, cls: str, forward: bool) -> bool:
        """Whether a relation leaves the class in view."""
        if not self.declared(node, relation, TP.Relation):
            return False
        near = self.ends(relation, forward)
        if cls not in near:
            wrong = f"{self.name(relation)} does not leave {cls or 'no class'} in that direction"
            self.refuse(node, wrong, f"It leaves {', '.join(near)}; {_TURN}")
        return cls in near

    def far_class(self, node: Node, relation: Node, forward: bool, shapes: list[Node]) -> str:
        """The class that the shapes of far ends name; "" where they name none, or one that the relation does not reach."""
        named = dict.fromkeys(cls for shape in shapes for cls in self.facts.all(shape, SH["class"]))
        reached = self.ends(relation, not forward)
        if len(named) != 1:
            wrong = f"the far end of {self.name(relation)} is of {'several classes' if named else 'no class'}"
            self.refuse(node, wrong, f"Add one sh:class to its sh:qualifiedValueShape, of {', '.join(reached)}")
            return ""
        cls = next(iter(named))
        if not self.declared(node, cls, TP.EntityClass) or local(cls) in reached:
            return local(cls) if local(cls) in reached else ""
        wrong = f"{self.name(relation)} does not lead to {local(cls)} in that direction"
        self.refuse(node, wrong, f"It leads to {', '.join(reached)}; {_TURN}")
        return ""

    def shared_class(self, node: Node, relation: Node, other: Node) -> str:
        """The one class to which two relations lead."""
        shared = [cls for cls in self.ends(relation, near=False) if cls in self.ends(other, near=False)]
        if len(shared) == 1:
            return shared[0]
        wrong = f"{self.name(relation)} and {self.name(other)} do not lead to one class"
        self.refuse(node, wrong, "Name relations with far ends of one and the same class")
        return ""


def is_in(term: Node, space: str) -> bool:
    """Whether a term is of one of the own namespaces, such as "attribute"."""
    return isinstance(term, URIRef) and str(term).startswith(f"{TP[space]}/")
