"""Departments, libraries, datasets and their columns out of the facts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, cast

from rdflib import URIRef
from rdflib.term import Node

from twopages.ontology.facts import Facts, header
from twopages.ontology.model import (
    Attribute,
    Case,
    CodeList,
    Column,
    Dataset,
    Department,
    EntityClass,
    Grade,
    Library,
    Part,
    Relation,
    Target,
)
from twopages.ontology.things import grade, optional, part_names
from twopages.ontology.words import CSVW, DCTERMS, ROLE, SH, TP, local
from twopages.values import Recipe

_ENDS = ((TP.identifiesFrom, "from"), (TP.identifiesTo, "to"))
_IDENTIFYING = {"subject", "object", "from", "to"}


def departments(facts: Facts) -> Mapping[str, Department]:
    """The departments by id."""
    found = (Department(local(s), facts.label(s), facts.text(s, TP.level)) for s in facts.of(TP.Department))
    return MappingProxyType({department.id: department for department in found})


def libraries(facts: Facts) -> Mapping[str, Library]:
    """The libraries by id."""
    return MappingProxyType({local(s): _library(facts, s) for s in facts.of(TP.Library)})


def _library(facts: Facts, subject: URIRef) -> Library:
    kind, parent = local(facts.text(subject, DCTERMS.type)), optional(facts, subject, DCTERMS.isPartOf)
    tags = facts.flag(subject, TP.holdsTags)
    return Library(local(subject), facts.label(subject), kind, parent, facts.description(subject), tags)


def column_nodes(facts: Facts, dataset: Node) -> list[Node]:
    """The columns of a dataset in their order."""
    return facts.items(facts.one(dataset, CSVW.tableSchema), CSVW.column)


def key_columns(facts: Facts, dataset: Node) -> tuple[str, ...]:
    """The headers that tell the rows of a dataset apart."""
    return tuple(map(str, facts.items(facts.one(dataset, CSVW.tableSchema), CSVW.primaryKey)))


def kind_of(facts: Facts, column: Node) -> str:
    """The kind of value of a column, named outright or as the base of its datatype."""
    datatype = facts.one(column, CSVW.datatype)
    return local(facts.one(datatype, CSVW.base) or datatype or "")


def format_of(facts: Facts, column: Node) -> str:
    """The pattern in which a column is due, of its datatype; empty where none is said."""
    return facts.text(facts.one(column, CSVW.datatype), CSVW["format"])


def rewrites(facts: Facts, column: Node) -> tuple[tuple[str, str], ...]:
    """The patterns that are rewritten in the cells of a column, with what stands in their place, in their order."""
    found = facts.items(column, TP.rewrite)
    return tuple((facts.text(item, TP.pattern), facts.text(item, TP.by)) for item in found)


def supplied_target(term: Node) -> Target:
    """The target of `tp:supplies`: an attribute, or a part of a relation."""
    if "/part/" not in str(term):
        return Target("attribute", local(term))
    relation, name = part_names(term)
    return Target("part", name, relation)


def targets(facts: Facts, column: Node) -> tuple[Target, ...]:
    """What a column is for: whom it identifies, then what it supplies, then what it says about the row."""
    return tuple(_targets(facts, column))


def _targets(facts: Facts, column: Node) -> Iterator[Target]:
    for role in facts.all(column, TP.identifies):
        yield Target("subject" if role == ROLE.subject else "object")
    for predicate, end in _ENDS:
        for relation in facts.all(column, predicate):
            yield Target("from" if end == "from" else "to", relation=local(relation))
    yield from (Target("name", local(role)) for role in facts.all(column, TP.names))
    yield from (Target("name", "to", local(relation)) for relation in facts.all(column, TP.namesTo))
    yield from (Target("namedWith", local(role)) for role in facts.all(column, TP.namedWith))
    yield from map(supplied_target, facts.all(column, TP.supplies))
    yield from (Target("meta", local(meta)) for meta in facts.all(column, TP.meta))
    if facts.flag(column, TP.skipped):
        yield Target("skip")


@dataclass
class Tables:
    """The datasets of a folder, compiled against what is known of the things that they are about."""

    facts: Facts
    attributes: Mapping[str, Attribute]
    classes: Mapping[str, EntityClass]
    relations: Mapping[str, Relation]
    codes: Mapping[str, CodeList]
    bounds: dict[str, tuple[str, str]] = field(init=False)  # attribute or kind -> lowest and highest number

    def __post_init__(self) -> None:
        self.bounds = {}
        for shape in self.facts.of(SH.NodeShape):
            self.bounds[f"kind/{local(shape)}"] = self._bounds(shape)
            for node in self.facts.all(shape, SH.property):
                if any(bounds := self._bounds(node)):
                    self.bounds[local(self.facts.text(node, SH.path))] = bounds

    def _bounds(self, node: Node) -> tuple[str, str]:
        return self.facts.text(node, SH.minInclusive), self.facts.text(node, SH.maxInclusive)

    def datasets(self) -> Mapping[str, Dataset]:
        """All datasets by id."""
        return MappingProxyType({local(s): self._dataset(s) for s in self.facts.of(TP.Dataset)})

    def _dataset(self, subject: URIRef) -> Dataset:
        facts, name = self.facts, local(subject)
        return Dataset(
            id=name,
            label=facts.label(subject),
            description=facts.description(subject),
            library=local(facts.text(subject, DCTERMS.isPartOf)),
            department=local(facts.text(subject, DCTERMS.publisher)),
            subject=optional(facts, subject, TP.rowsAbout),
            registers=frozenset(map(local, facts.all(subject, TP.registers))),
            key_columns=key_columns(facts, subject),
            update_cycle=local(facts.text(subject, TP.updateCycle)),
            mode=local(facts.text(subject, TP.deliveryMode)),
            format=local(facts.text(subject, TP.deliveryFormat)),
            grade=grade(facts, subject),
            share_type=local(facts.text(subject, TP.shareType)),
            columns=self._columns(subject),
            relations=tuple(relation.id for relation in self.relations.values() if name in relation.sources),
            title_rows=int(facts.text(subject, TP.titleRows) or 0),
        )

    def _columns(self, dataset: URIRef) -> tuple[Column, ...]:
        nodes = column_nodes(self.facts, dataset)
        return tuple(self._column(dataset, node, position) for position, node in enumerate(nodes, 1))

    def _column(self, dataset: URIRef, node: Node, position: int) -> Column:
        facts, found = self.facts, targets(self.facts, node)
        return Column(
            header=header(facts, node),
            position=position,
            targets=found,
            recipe=self._recipe(node, found),
            required=facts.flag(node, CSVW.required),
            adds_up=facts.flag(node, TP.addsUp),
            cases=tuple(self._case(dataset, case) for case in facts.all(node, TP.case)),
            grade=self._grade(dataset, node, found),
            format=format_of(facts, node),
            written=cast(Literal["", "label", "mixed"], facts.text(node, TP.writtenAs)),
            whose=cast(Literal["", "subject", "object"], optional(facts, node, TP.whose) or ""),
            virtual=facts.flag(node, CSVW.virtual),
            copies=facts.text(node, TP.copies),
        )

    def _recipe(self, node: Node, found: tuple[Target, ...]) -> Recipe:
        facts, kind = self.facts, kind_of(self.facts, node)
        lowest, highest = self._range(kind, found)
        return Recipe(
            kind=kind,
            codes=self._codes(node, found),
            scale=facts.text(node, TP.scale) or "1",
            split=facts.text(node, TP["split"]),
            default=facts.text(node, CSVW.default),
            fillers=frozenset(map(str, facts.all(node, CSVW.null))),
            case=facts.text(node, TP.letterCase),
            future=facts.flag(node, TP.future),
            key=any(target.role in _IDENTIFYING for target in found),
            minimum=lowest,
            maximum=highest,
            unpadded=facts.flag(node, TP.unpadded),
            rewrites=rewrites(facts, node),
            month_day=facts.text(node, TP.monthDay),
        )

    def _supplied(self, found: tuple[Target, ...]) -> Iterator[Attribute | Part]:
        for target in found:
            if target.role == "attribute":
                yield self.attributes[target.name]
            elif target.role == "part":
                yield self.relations[target.relation].parts[target.name]

    def _range(self, kind: str, found: tuple[Target, ...]) -> tuple[str, str]:
        names = [*(target.name for target in found if target.role == "attribute"), f"kind/{kind}"]
        return next((self.bounds[name] for name in names if name in self.bounds), ("", ""))

    def _codes(self, node: Node, found: tuple[Target, ...]) -> CodeList | None:
        named = [optional(self.facts, node, TP.codes), *(item.codes for item in self._supplied(found))]
        return next((self.codes[name] for name in named if name is not None), None)

    def _case(self, dataset: URIRef, node: Node) -> Case:
        values = frozenset(str(value).lower() for value in self.facts.all(node, TP.when))
        asserts = self.facts.one(node, TP.asserts)
        relations = frozenset(map(local, self.facts.items(node, TP.asserts)))
        return Case(values, self._limits(dataset, node), None if asserts is None else relations)

    def _limits(self, dataset: URIRef, case: Node) -> frozenset[Target] | None:
        """The targets that a case leaves: values are limited, what identifies the row never is."""
        only, but = self.facts.one(case, TP.suppliesOnly), self.facts.one(case, TP.withholds)
        if only is None and but is None:
            return None
        every = {target for node in column_nodes(self.facts, dataset) for target in targets(self.facts, node)}
        values = {target for target in every if target.role in ("attribute", "part")}
        kept = set(map(supplied_target, self.facts.items(case, TP.suppliesOnly))) if only is not None else values
        return frozenset((every - values) | (kept - set(map(supplied_target, self.facts.items(case, TP.withholds)))))

    def _grade(self, dataset: URIRef, node: Node, found: tuple[Target, ...]) -> Grade:
        kind = kind_of(self.facts, node)
        grades = [value for target in found for value in self._grades(dataset, target, kind)]
        grades += [4] if kind == "identityNumber" else []
        return cast(Grade, max(grades, default=grade(self.facts, dataset)))

    def _grades(self, dataset: URIRef, target: Target, kind: str) -> Iterator[int]:
        if target.role == "attribute":
            yield self.attributes[target.name].grade
        elif target.role == "part":
            yield self.relations[target.relation].grade
        elif target.role in _IDENTIFYING or target.role == "name":
            classes = self._end_classes(local(dataset), target)
            known = [name for cls in classes for name in (cls.names if target.role == "name" else cls.key[-1:])]
            of_kind = [name for name in known if self.attributes[name].kind == kind]
            yield from (self.attributes[name].grade for name in of_kind or known)

    def _end_classes(self, dataset: str, target: Target) -> list[EntityClass]:
        """The classes that the end named by a target may have."""
        far = self.relations.get(target.relation)
        end = target.name if target.role == "name" else target.role
        if far is not None:
            return self._classes(far.from_classes if end == "from" else far.to_classes)
        about = optional(self.facts, URIRef(TP + f"dataset/{dataset}"), TP.rowsAbout)
        if about is not None:
            return [self.classes[about]]
        asserted = [relation for relation in self.relations.values() if dataset in relation.sources]
        names = [name for item in asserted for name in (item.from_classes if end == "subject" else item.to_classes)]
        return self._classes(tuple(dict.fromkeys(names)))

    def _classes(self, names: tuple[str, ...]) -> list[EntityClass]:
        return [self.classes[name] for name in names]
