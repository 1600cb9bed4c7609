"""Checks of datasets: their headers, their keys, whom they are about and which relations they can assert."""

from collections.abc import Iterator

from rdflib.term import Node

from twopages.ontology.facts import Mistake
from twopages.ontology.tables import key_columns
from twopages.ontology.view import ColumnView, View
from twopages.ontology.words import CSVW, RDFS, TP, local


def header_mistakes(view: View) -> Iterator[Mistake]:
    """Headers that are missing or doubled, and key columns that are no headers."""
    for name, dataset in view.datasets.items():
        headers = [column.header for column in view.columns[name]]
        if not headers:
            yield view.mistake(dataset, "has no columns", "Add its csvw:tableSchema with csvw:column ( ... )")
        for column in view.columns[name]:
            if not column.header:
                yield view.mistake(column.node, "a column has no header", "Add its csvw:title")
            elif headers.count(column.header) > 1:
                yield view.mistake(column.node, "its header stands twice in the dataset", "Leave one of them")
        keys = key_columns(view.facts, dataset)
        if not keys:
            yield view.mistake(dataset, "has no csvw:primaryKey", "Name the headers that tell its rows apart")
        for key in keys:
            if key not in headers:
                yield view.mistake(dataset, f"its key column {key} is no header", "Name one of its headers")
        for column in view.columns[name]:
            if column.header in keys and (column.has("skip") or view.facts.flag(column.node, CSVW.virtual)):
                yield view.mistake(column.node, "is a key column that is not kept", "Give it a use, or another key")


def subject_mistakes(view: View) -> Iterator[Mistake]:
    """Datasets that do not say whom their rows are about."""
    for name, dataset in view.datasets.items():
        columns = view.columns[name]
        if not any(column.has("subject") for column in columns):
            yield view.mistake(dataset, "no column identifies its subject", "Add tp:identifies role:subject to one")
        if view.about(name) is None:
            yield from _relation_rows(view, name, dataset, columns)
        else:
            yield from _composite_key(view, name, dataset)
        for registered in view.facts.all(dataset, TP.registers):
            if local(registered) not in view.classes_of(name):
                wrong = f"registers {view.name(registered)}, which its rows are not about"
                yield view.mistake(dataset, wrong, "Take it away")


def _relation_rows(view: View, name: str, dataset: Node, columns: tuple[ColumnView, ...]) -> Iterator[Mistake]:
    if not any(column.has("object") for column in columns):
        wrong = "its rows are relations and no column identifies the other end"
        yield view.mistake(dataset, wrong, "Add tp:identifies role:object to one, or say tp:rowsAbout")
    if not any(name in sources for sources in view.sources.values()):
        yield view.mistake(
            dataset, "its rows are relations and no relation names it", "Add it to tp:authorities of one"
        )


def _composite_key(view: View, name: str, dataset: Node) -> Iterator[Mistake]:
    cls = view.facts.one(dataset, TP.rowsAbout)
    for attribute in view.key(cls)[:-1] if cls is not None else ():
        if name not in view.suppliers.get(attribute, {}):
            wrong = f"supplies no {attribute}, a part of the key of its subject"
            yield view.mistake(dataset, wrong, f"Add tp:supplies attribute:{attribute} to a column")


def foreign_attributes(view: View) -> Iterator[Mistake]:
    """Columns that supply an attribute of a class that the dataset is not about."""
    for attribute, suppliers in view.suppliers.items():
        for name, column in suppliers.items():
            term = view.attributes.get(attribute)
            if term is not None and view.cls(term) not in view.classes_of(name):
                wrong = f"supplies {view.name(term)}, an attribute of {view.cls(term)}, which the rows are not about"
                yield view.mistake(column.node, wrong, "Supply an attribute of what the rows are about")


def unasserted(view: View) -> Iterator[Mistake]:
    """Relations whose source cannot assert them, and columns of relations that do not name the dataset."""
    for name, dataset in view.datasets.items():
        ends = {(target.role, target.relation) for column in view.columns[name] for target in column.targets}
        mentioned = {relation for _, relation in ends if relation}
        for relation in sorted(mentioned & view.relations.keys()):
            if name not in view.sources[relation]:
                wrong = f"has a column for relation:{relation}, whose authorities do not name it"
                yield view.mistake(dataset, wrong, "Add it to the tp:authorities of the relation, at its rank")
    for relation, sources in view.sources.items():
        for name in sources:
            yield from _source(view, relation, name)


def _source(view: View, relation: str, name: str) -> Iterator[Mistake]:
    if name not in view.datasets:
        return
    about, term = view.about(name), view.relations[relation]
    if view.sources[relation].count(name) > 1:
        yield view.mistake(term, f"its authority {name} is listed twice", "List it once")
    if about is None:
        return
    targets = {target for column in view.columns[name] for target in column.targets if target.relation == relation}
    roles = {target.name if target.role == "name" else target.role for target in targets}
    if not roles & {"from", "to"}:
        wrong = f"its authority {name} has no column that identifies an end of it"
        yield view.mistake(term, wrong, f"Add tp:identifiesTo relation:{relation} to a column, or drop the authority")
    for role, near in (("to", RDFS.domain), ("from", RDFS.range)):
        if role in roles and about not in view.ends(term, near):
            wrong = f"its authority {name} is about {about}, which is at no such end of it"
            yield view.mistake(term, wrong, "Use the other of tp:identifiesFrom and tp:identifiesTo")


CHECKS = (header_mistakes, subject_mistakes, foreign_attributes, unasserted)
