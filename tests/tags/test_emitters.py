"""Cypher on a real Neo4j and columns in DuckDB agree with what a rule means, over random rules and random small graphs."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.tags.reference import View, holds
from tests.tags.trees import Case, cases
from tests.tags.worlds import RELATIONS, WORDS, Edge, Node, World
from twopages.graph import Store, Transaction
from twopages.ontology import load_model
from twopages.ontology.model import Attribute, Part
from twopages.ontology.rule import Apart, Condition, Step
from twopages.settings import Settings
from twopages.tags.columns import compile_columns
from twopages.tags.cypher import boundary_parameters, compile_count, compile_rules
from twopages.values import KINDS, Value

MODEL = load_model(Settings().ontology)
Pairs = set[tuple[str, str]]
NUMERIC = frozenset({"money", "decimal", "percentage"})
TYPES = {str: "VARCHAR", int: "BIGINT", bool: "BOOLEAN"}


class RollBackError(Exception):
    """Ends a transaction whose writes are not to stay."""


def by_class(case: Case) -> Iterator[tuple[str, Mapping[str, Condition]]]:
    """The rules of a case by class, each with a name."""
    for cls in dict.fromkeys(cls for cls, _ in case.rules):
        yield cls, {f"rule-{place}": rule for place, (of, rule) in enumerate(case.rules) if of == cls}


def meant(case: Case) -> Pairs:
    return {
        (id, name)
        for cls, rules in by_class(case)
        for id in case.world.of_class(cls)
        for name, rule in rules.items()
        if holds(View(MODEL, case.world, case.day, id), rule)
    }


def property_of(attribute: Attribute, values: tuple[Value, ...]) -> Value | list[Value]:
    return list(values) if attribute.many else values[0]


def part_of(part: Part, value: Value) -> Value | float:
    return float(value) if part.kind in NUMERIC else value


def properties(world: World, id: str) -> dict[str, Any]:
    """What stands on a node: values, and flags beside them."""
    told = {MODEL.attributes[name]: values for name, values in world.nodes[id].values.items()}
    values = {attribute.id: property_of(attribute, values) for attribute, values in told.items()}
    return {"id": id, **values, **{attribute.flag_name: True for attribute in told}}


def parts(world: World, place: int) -> dict[str, Any]:
    edge = world.edges[place]
    known = MODEL.relations[edge.relation].parts
    return {name: part_of(known[name], value) for name, value in edge.parts.items()}


def write(tx: Transaction, world: World) -> None:
    nodes = [{"cls": node.cls, "properties": properties(world, node.id)} for node in world.nodes.values()]
    tx.run("UNWIND $rows AS row CREATE (e:Entity:$(row.cls)) SET e = row.properties", {"rows": nodes})
    edges = [
        {"type": edge.relation, "start": edge.start, "end": edge.end, "parts": parts(world, place)}
        for place, edge in enumerate(world.edges)
    ]
    ends = "MATCH (a:Entity {id: row.start}), (b:Entity {id: row.end})"
    tx.run(f"UNWIND $rows AS row {ends} CREATE (a)-[r:$(row.type)]->(b) SET r = row.parts", {"rows": edges})


def asked_of_graph(tx: Transaction, case: Case) -> Pairs:
    """(entity, rule) as asked for given entities, of some for all rules and of the others by their places."""
    found: Pairs = set()
    for cls, rules in by_class(case):
        statements = compile_rules(MODEL, cls, rules)
        places = list(range(len(rules)))
        rows = [
            {"id": id, "tags": places if number % 2 else None} for number, id in enumerate(case.world.of_class(cls))
        ]
        given = {**statements.parameters, **boundary_parameters(rules.values(), case.day), "rows": rows}
        for item in statements.concerning(places):
            told = tx.run(item.rows, given)[0]["found"]
            found |= {(id, statements.tags[place]) for id, held in told for place in held}
    return found


def asked_by_pages(tx: Transaction, case: Case) -> Pairs:
    """(entity, rule) as asked for all entities of a class, two at a time; the counts of the whole class agree."""
    found: Pairs = set()
    for cls, rules in by_class(case):
        statements = compile_rules(MODEL, cls, rules)
        given = {**statements.parameters, **boundary_parameters(rules.values(), case.day)}
        for asked in statements.asked:
            for ids in batched(sorted(case.world.of_class(cls)), 2):
                told = tx.run(asked.page, {**given, "first": ids[0], "last": ids[-1]})[0]["found"]
                found |= {(id, statements.tags[place]) for id, held in told for place in held}
        for name, rule in rules.items():
            count = compile_count(MODEL, cls, rule)
            told = tx.run(count.text, {**given, **count.parameters})[0]["count"]
            assert told == len({id for id, held in found if held == name})
    return found


def batched(ids: list[str], size: int) -> Iterator[list[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def in_graph(store: Store, case: Case, ask: Callable[[Transaction, Case], Pairs], *, alone: bool = False) -> Pairs:
    """What is asked while the store holds the small graph too, or `alone`; nothing of it stays."""
    found: list[Pairs] = []

    def work(tx: Transaction) -> None:
        if alone:
            tx.run("MATCH (e:Entity) DETACH DELETE e")
        write(tx, case.world)
        found.append(ask(tx, case))
        raise RollBackError

    with pytest.raises(RollBackError):
        store.write(work)
    return found[-1]


def columns_of(names: Mapping[str, str]) -> str:
    return ", ".join(f'"{name}" {kind}' for name, kind in names.items())


@pytest.fixture(scope="module")
def tables() -> Iterator[duckdb.DuckDBPyConnection]:
    """Empty tables of what the words name."""
    with duckdb.connect(config={"threads": 1}) as connection:
        for cls, names in WORDS.items():
            told = {"id": "VARCHAR"}
            for attribute in (MODEL.attributes[name] for name in names):
                kind = TYPES[KINDS[attribute.kind].python_type]
                told |= {attribute.id: f"{kind}[]" if attribute.many else kind, attribute.flag_name: "BOOLEAN"}
            connection.execute(f'CREATE TABLE "{cls}" ({columns_of(told)})')
        for name in RELATIONS:
            told = {"from_id": "VARCHAR", "to_id": "VARCHAR"}
            for part in MODEL.relations[name].parts.values():
                told[part.id] = "DOUBLE" if part.kind in NUMERIC else TYPES[KINDS[part.kind].python_type]
            connection.execute(f'CREATE TABLE "edges_{name}" ({columns_of(told)})')
        yield connection


def insert(connection: duckdb.DuckDBPyConnection, table: str, values: Mapping[str, Any]) -> None:
    names, places = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
    connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({places})', list(values.values()))


def asked_of_columns(connection: duckdb.DuckDBPyConnection, case: Case) -> Pairs:
    for table in (*WORDS, *(f"edges_{name}" for name in RELATIONS)):
        connection.execute(f'DELETE FROM "{table}"')
    for node in case.world.nodes.values():
        insert(connection, node.cls, properties(case.world, node.id))
    for place, edge in enumerate(case.world.edges):
        ends = {"from_id": edge.start, "to_id": edge.end}
        insert(connection, f"edges_{edge.relation}", {**ends, **parts(case.world, place)})
    found: Pairs = set()
    for cls, rules in by_class(case):
        query = compile_columns(MODEL, cls, rules)
        given = {**query.parameters, **boundary_parameters(rules.values(), case.day)}
        found |= set(connection.execute(query.text, given).fetchall())
    return found


# Shrinking plans hundreds of statements: a failure is told as it was found.
FEW = settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
APART = Apart(Step("RESIDES_AT", True, "Address"), Step("REGISTERED_RESIDENCE_AT", True, "Address"))


@FEW
@given(case=cases(MODEL, rules=10))
def test_the_graph_says_what_the_rule_means(store: Store, case: Case) -> None:
    assert in_graph(store, case, asked_of_graph) == meant(case)


@settings(FEW, max_examples=2)
@given(case=cases(MODEL, rules=5))
def test_pages_and_counts_say_the_same(store: Store, case: Case) -> None:
    assert in_graph(store, case, asked_by_pages, alone=True) == meant(case)


@pytest.mark.parametrize("end", ["a", "b"])
def test_the_same_far_end_over_two_relations(store: Store, tables: duckdb.DuckDBPyConnection, end: str) -> None:
    nodes = {"p": Node("p", "Person", {}), "a": Node("a", "Address", {}), "b": Node("b", "Address", {})}
    edges = (Edge("RESIDES_AT", "p", "a", {}), Edge("REGISTERED_RESIDENCE_AT", "p", end, {}))
    case = Case(date(2021, 6, 30), World(nodes, edges), (("Person", APART),))
    assert meant(case) == (set() if end == "a" else {("p", "rule-0")})
    assert in_graph(store, case, asked_of_graph) == asked_of_columns(tables, case) == meant(case)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases(MODEL, rules=8))
def test_columns_say_what_the_rule_means(tables: duckdb.DuckDBPyConnection, case: Case) -> None:
    assert asked_of_columns(tables, case) == meant(case)
