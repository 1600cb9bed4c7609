"""Rules as DuckDB SQL over columns: pure; the same trees and the same parameters as in Cypher.

A class is a table of its name with `id` and a column for each attribute (a list for one of many values) and each flag; a relation is
a table `edges_<RELATION>` with `from_id`, `to_id` and a column for each part. Values have the types that they have in the graph.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twopages.ontology.model import Attribute, Model
from twopages.ontology.rule import Condition, Step
from twopages.tags.emit import ITEM, Emitter, View


@dataclass(frozen=True, slots=True)
class Query:
    """SQL that gives (id, tag) for each rule that holds, and its constants; the days are parameters beside them."""

    text: str
    parameters: Mapping[str, Any]


def compile_columns(model: Model, cls: str, rules: Mapping[str, Condition] | None = None) -> Query:
    """All rules of a class, or others by name, over its table."""
    if rules is None:
        rules = {tag.id: tag.condition for tag in model.tags.values() if tag.cls == cls}
    emitter = _Columns(model)
    return Query("\nUNION ALL\n".join(_asked(emitter, cls, rules)), emitter.parameters)


def _asked(emitter: "_Columns", cls: str, rules: Mapping[str, Condition]) -> Iterator[str]:
    for tag, condition in rules.items():
        name, text = emitter.constant(tag), emitter.condition(condition, View("e"))
        yield _select(f"e.id AS id, ${name} AS tag", f"{quoted(cls)} AS e WHERE {text}")


class _Columns(Emitter):
    """Writes SQL of DuckDB."""

    def value(self, variable: str, name: str) -> str:
        return f"{variable}.{quoted(name)}"

    def number(self, value: str) -> str:
        return f"CAST({value} AS DOUBLE)"

    def day(self, value: str) -> str:
        return f"left({value} || '-01-01', 10)"

    def one_of(self, value: str, values: Sequence[str | bool]) -> str:
        if len(values) == 1:
            return f"{value} = ${self.constant(values[0])}"
        return f"list_contains(${self.constant(list(values))}, {value})"

    def contains(self, value: str, name: str) -> str:
        return f"contains({value}, ${name})"

    def present(self, attribute: Attribute, view: View) -> str:
        if attribute.flag and not attribute.plain:
            return f"coalesce({self.value(view.entity, attribute.flag_name)}, false)"
        value = self.value(view.entity, attribute.id)
        return f"coalesce(len({value}) > 0, false)" if attribute.many else f"{value} IS NOT NULL"

    def some(self, values: str, test: str) -> str:
        return f"coalesce(len(list_filter({values}, lambda {ITEM}: {test})) > 0, false)"

    def only_one(self, terms: Sequence[str]) -> str:
        return f"({' + '.join(f'CAST({term} AS INTEGER)' for term in terms)}) = 1"

    def differs(self, one: Attribute, other: Attribute, view: View) -> str:
        mine, theirs = (self.value(view.entity, attribute.id) for attribute in (one, other))
        if not one.many and not other.many:
            return f"coalesce({mine} <> {theirs}, false)"
        mine, theirs = (mine if one.many else f"[{mine}]"), (theirs if other.many else f"[{theirs}]")
        there = " AND ".join(f"{self.present(attribute, view)}" for attribute in (one, other))
        return f"({there} AND NOT list_has_any({mine}, {theirs}))"

    def apart(self, one: Step, other: Step, view: View) -> str:
        far, again = view.beyond(one), f"again{view.depth}"
        same = f"{again}.near = {view.entity}.id AND {again}.far = {far.entity}.id"
        met = _select("1", f"{self._edges(other, again)} WHERE {same}")
        return f"NOT EXISTS ({_select('1', self._joined_far(one, view))} AND EXISTS ({met}))"

    def exists(self, step: Step, view: View, where: str) -> str:
        return f"EXISTS ({_select('1', self._joined_far(step, view))}{_and(where)})"

    def count(self, step: Step, view: View, where: str) -> str:
        counted = f"count(DISTINCT {view.beyond(step).entity}.id)"
        return f"({_select(counted, self._joined_far(step, view))}{_and(where)})"

    def _joined_far(self, step: Step, view: View) -> str:
        """The far ends that are of the class asked for: only they are in its table."""
        beyond = view.beyond(step)
        edge, far = beyond.edge, beyond.entity
        ends = f"{self._edges(step, edge)} JOIN {quoted(step.cls)} AS {far} ON {far}.id = {edge}.far"
        return f"{ends} WHERE {edge}.near = {view.entity}.id"

    def _edges(self, step: Step, name: str) -> str:
        """The edges of a step with their ends as one goes over them, near to far."""
        table, ways = (
            quoted(f"edges_{step.relation}"),
            [("from_id", "to_id")] if step.forward else [("to_id", "from_id")],
        )
        if self.relation(step).symmetric:
            ways = [("from_id", "to_id"), ("to_id", "from_id")]
        both = " UNION ALL ".join(_select(f"{near} AS near, {far} AS far, *", table) for near, far in ways)
        return f"({both}) AS {name}"


def _select(what: str, source: str) -> str:
    return f"SELECT {what} FROM {source}"  # noqa: S608 -- names come from the Model, and every value is a parameter


def _and(text: str) -> str:
    return f" AND {text}" if text else ""


def quoted(name: str) -> str:
    """The name of a table or column; ids of the Model are plain names, and nothing else passes."""
    if not name.isidentifier() or not name.isascii():
        raise ValueError("an id of the ontology is no plain name")
    return f'"{name}"'
