"""The facts as the checks look at them: what is declared, who supplies what, and where a term is said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import BNode, URIRef
from rdflib.term import Node

from twopages.ontology.codes import schemes
from twopages.ontology.facts import Facts, Mistake, header, is_own
from twopages.ontology.grants import Elements, Written
from twopages.ontology.model import Target
from twopages.ontology.tables import column_nodes, kind_of, targets
from twopages.ontology.things import ends, ids
from twopages.ontology.words import CSVW, DPV, OWL, RDF, RDFS, SH, TP, local


@dataclass(frozen=True, slots=True)
class ColumnView:
    """A column as it is written, with what it is for."""

    dataset: URIRef
    node: Node
    header: str
    kind: str
    targets: tuple[Target, ...]

    def has(self, *roles: str) -> bool:
        """Whether any target has one of the roles."""
        return any(target.role in roles for target in self.targets)

    def names_of(self, role: str) -> list[str]:
        """The names of the targets of a role."""
        return [target.name for target in self.targets if target.role == role]


@dataclass
class View:
    """Facts with the indexes that checks need."""

    facts: Facts
    owners: dict[Node, Node] = field(init=False)  # what has no name -> what it belongs to

    def __post_init__(self) -> None:
        said = ((s, value) for s, about in self.facts.about.items() for values in about.values() for value in values)
        self.owners = {value: subject for subject, value in said if isinstance(value, BNode)}

    @cached_property
    def served(self) -> frozenset[Node | None]:
        """The purposes under which some service is handled."""
        return frozenset(self.facts.one(service, DPV.hasPurpose) for service in self.facts.of(TP.Service))

    def mistake(self, node: Node, wrong: str, mend: str) -> Mistake:
        """A mistake at a term, or at the named term or column that it belongs to."""
        column = ""
        while isinstance(node, BNode) and node in self.owners:
            column = column or header(self.facts, node)
            node = self.owners[node]
        term = self.facts.name(node) + (f", column {column}" if column else "")
        return Mistake(self.facts.place(node, column), term, wrong, mend)

    def name(self, term: Node) -> str:
        """A term as it is written."""
        return self.facts.name(term)

    def named(self, cls: Node) -> dict[str, URIRef]:
        """The terms of a type by id."""
        return {local(term): term for term in self.facts.of(cls)}

    @cached_property
    def declared(self) -> frozenset[Node]:
        """Every own term that has a type."""
        return frozenset(term for term, said in self.facts.about.items() if is_own(term) and RDF.type in said)

    def is_a(self, term: Node, cls: Node) -> bool:
        """Whether a term is declared as a type."""
        return cls in self.facts.all(term, RDF.type)

    @cached_property
    def rule_shapes(self) -> frozenset[Node]:
        """The named shapes to which rules refer."""
        return frozenset(shape for about in self.facts.about.values() for shape in about.get(SH.node, ()))

    @cached_property
    def tabled(self) -> frozenset[str]:
        """The code lists whose codes stand in a table beside the Turtle."""
        return frozenset(str(scheme) for scheme in schemes(self.facts) if self.facts.all(scheme, CSVW.url))

    @cached_property
    def datasets(self) -> Mapping[str, URIRef]:
        """The datasets by id."""
        return self.named(TP.Dataset)

    @cached_property
    def attributes(self) -> Mapping[str, URIRef]:
        """The attributes by id."""
        return self.named(TP.Attribute)

    @cached_property
    def relations(self) -> Mapping[str, URIRef]:
        """The relations by id."""
        return self.named(TP.Relation)

    @cached_property
    def purposes(self) -> Mapping[URIRef, Written]:
        """The purposes as they are written."""
        elements = Elements(self.facts)
        return {term: Written(self.facts, elements, term) for term in self.facts.of(TP.Purpose)}

    @cached_property
    def columns(self) -> Mapping[str, tuple[ColumnView, ...]]:
        """The columns of each dataset."""
        return {name: tuple(self._columns(dataset)) for name, dataset in self.datasets.items()}

    def _columns(self, dataset: URIRef) -> Iterator[ColumnView]:
        for node in column_nodes(self.facts, dataset):
            kind = kind_of(self.facts, node)
            yield ColumnView(dataset, node, header(self.facts, node), kind, targets(self.facts, node))

    @cached_property
    def suppliers(self) -> Mapping[str, Mapping[str, ColumnView]]:
        """Which column of which dataset supplies an attribute: attribute -> dataset -> column."""
        found: dict[str, dict[str, ColumnView]] = {}
        for dataset, columns in self.columns.items():
            for column in columns:
                for attribute in column.names_of("attribute"):
                    found.setdefault(attribute, {}).setdefault(dataset, column)
        return found

    @cached_property
    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """The sources of each relation in order."""
        return {name: ids(self.facts, relation, TP.authorities) for name, relation in self.relations.items()}

    def about(self, dataset: str) -> str | None:
        """The class that the rows of a dataset are about; None where they are relations."""
        found = self.facts.one(self.datasets[dataset], TP.rowsAbout)
        return None if found is None else local(found)

    def classes_of(self, dataset: str) -> set[str]:
        """The classes of which a dataset may supply attributes: its subject, or the ends of its relations."""
        about = self.about(dataset)
        if about is not None:
            return {about}
        asserted = [relation for name, relation in self.relations.items() if dataset in self.sources[name]]
        return {cls for relation in asserted for end in (RDFS.domain, RDFS.range) for cls in self.ends(relation, end)}

    def ends(self, relation: URIRef, predicate: Node) -> tuple[str, ...]:
        """The classes at one end of a relation."""
        return ends(self.facts, relation, predicate)

    def kind(self, term: Node | None) -> str:
        """The kind of value of an attribute or part."""
        return local(self.facts.text(term, RDFS.range))

    def cls(self, attribute: Node | None) -> str:
        """The class of an attribute."""
        return local(self.facts.text(attribute, RDFS.domain))

    def key(self, cls: Node) -> tuple[str, ...]:
        """The key of a class."""
        return ids(self.facts, cls, OWL.hasKey)
