"""What a change reaches is all that it can change: after every change and on every day the tags are those that the rules mean."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.feed.snapshot import empty
from tests.tags.reference import View, holds
from tests.tags.test_assign import tagged, with_rules
from tests.tags.test_emitters import MODEL, part_of, properties
from tests.tags.trees import Case, cases
from tests.tags.worlds import DAYS, Edge, Node, Words, World, worlds
from twopages.graph import Store, Transaction
from twopages.ontology.model import Model
from twopages.tags.assign import assign
from twopages.tags.rules import Rules
from twopages.tags.watch import NEW, watched

CREATE = "UNWIND $rows AS row MERGE (e:Entity {id: row.id}) ON CREATE SET e:$(row.cls) SET e += row.properties"
DROP = "UNWIND $rows AS row MATCH (a:Entity {id: row.start})-[r:$(row.type)]->(b:Entity {id: row.end}) DELETE r"
JOIN = """
UNWIND $rows AS row
MATCH (a:Entity {id: row.start}), (b:Entity {id: row.end})
CREATE (a)-[r:$(row.type)]->(b)
SET r = row.parts
"""
Move = tuple[date, int, str]  # a day, the world that something is taken from, and what: an entity or a relation
WORDS = Words(MODEL)
SUBJECTS = frozenset({"Person", "Enterprise"})


@st.composite
def lives(draw: st.DrawFn) -> tuple[Case, list[World], list[Move]]:
    """Rules on a small graph, and what moves in it: entities and relations become as other graphs have them, on days to and fro."""
    case = draw(cases(MODEL, rules=6))
    others = [draw(worlds(WORDS, case.day)) for _ in range(2)]
    names = sorted({name for other in others for name in (*other.nodes, *(edge.relation for edge in other.edges))})
    days = st.sampled_from((*DAYS, case.day, case.day))
    return (
        case,
        others,
        draw(st.lists(st.tuples(days, st.integers(0, 1), st.sampled_from(names)), min_size=3, max_size=6)),
    )


@given(lives())
@settings(
    max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
def test_incremental_is_what_the_rules_mean_after_every_change(
    scratch: Store, life: tuple[Case, list[World], list[Move]]
) -> None:
    case, others, moves = life
    rules = {f"rule-{place}": rule for place, rule in enumerate(case.rules) if rule[0] in SUBJECTS}
    model = with_rules(MODEL, rules)
    world = World({}, ())
    empty(scratch)
    scratch.write(lambda tx: tx.run("CREATE (:Store {id: 'store'})"))
    for day, now in [(case.day, case.world), *_moved(case.world, others, moves)]:
        scratch.write(lambda tx, before=world, now=now: _write(tx, model, before, now))  # type: ignore[misc]
        assign(scratch, Rules(model), day.isoformat())
        world = now
        assert set(tagged(scratch)) == _meant(model, world, day)
    before = tagged(scratch)
    again = assign(scratch, Rules(model), day.isoformat(), everything=True)
    assert (again.gained, again.lost, again.moved) == (0, 0, 0)
    assert tagged(scratch) == before


def _meant(model: Model, world: World, day: date) -> set[tuple[str, str]]:
    return {
        (id, tag.id)
        for tag in model.tags.values()
        for id in world.of_class(tag.cls)
        if holds(View(model, world, day, id), tag.condition)
    }


def _moved(world: World, others: list[World], moves: list[Move]) -> Iterator[tuple[date, World]]:
    """The graph after each move."""
    for day, place, name in moves:
        other = others[place]
        if name in other.nodes:
            world = replace(world, nodes={**world.nodes, name: other.nodes[name]})
        else:
            kept = tuple(edge for edge in world.edges if edge.relation != name)
            coming = (edge for edge in other.edges if edge.relation == name)
            world = World(
                world.nodes, (*kept, *(edge for edge in coming if {edge.start, edge.end} <= world.nodes.keys()))
            )
        yield day, world


def _write(tx: Transaction, model: Model, before: World, now: World) -> None:
    """The difference between two graphs, marked as the feed marks what it changes."""
    changed: dict[str, set[str]] = {}
    moved = [node for node in now.nodes.values() if before.nodes.get(node.id) != node]
    tx.run(CREATE, {"rows": [_row(before, now, node) for node in moved]})
    for node in moved:
        changed[node.id] = _names(before.nodes.get(node.id), node)
    old, new = _edges(before), _edges(now)
    gone = [edge for edge in old if old[edge] != new.get(edge)]
    came = [edge for edge in new if new[edge] != old.get(edge)]
    tx.run(DROP, {"rows": [_ends(edge) for edge in gone]})
    tx.run(JOIN, {"rows": [_ends(edge) | {"parts": _parts(edge, new[edge])} for edge in came]})
    for relation, start, end in {*gone, *came}:
        for id in (start, end):
            changed.setdefault(id, set()).add(relation)
    watched(model).mark(tx, changed)


def _row(before: World, now: World, node: Node) -> dict[str, Any]:
    gone = dict.fromkeys(properties(before, node.id)) if node.id in before.nodes else {}
    return {"id": node.id, "cls": node.cls, "properties": {**gone, **properties(now, node.id)}}


def _names(old: Node | None, new: Node) -> set[str]:
    if old is None:
        return {NEW}
    return {name for name in {*old.values, *new.values} if old.values.get(name) != new.values.get(name)}


def _edges(world: World) -> dict[tuple[str, str, str], Edge]:
    return {(edge.relation, edge.start, edge.end): edge for edge in world.edges}


def _ends(edge: tuple[str, str, str]) -> dict[str, Any]:
    return {"type": edge[0], "start": edge[1], "end": edge[2]}


def _parts(name: tuple[str, str, str], edge: Edge) -> Mapping[str, Any]:
    known = MODEL.relations[edge.relation].parts
    told = {part: part_of(known[part], value) for part, value in edge.parts.items()}
    return {**told, "records": ["-".join((*name, *map(str, sorted(edge.parts.items()))))]}
