"""A graph as sets of tuples, sealed texts opened and the times of loading left out, so that two graphs can be compared."""

from collections.abc import Iterable
from typing import Any

from twopages.feed.payload import open_cells
from twopages.graph import Store
from twopages.keys import KeyRing

NODES = """
MATCH (n) WHERE NOT (n:Migration OR n:Store OR n:Event OR n:Release)
RETURN labels(n) AS labels, properties(n) AS properties
"""
EDGES = """
MATCH (a)-[e]->(b)
RETURN type(e) AS type, coalesce(a.id, a.code) AS start, coalesce(b.id, b.code) AS end, properties(e) AS properties
"""
EMPTY = "MATCH (n) WHERE NOT n:Migration DETACH DELETE n"
WHEN = {"recordedAt"}  # the time of loading is the one thing that two feeds of the same deliveries differ in
MARKS = {"changed"}  # of what the next sweep of tags takes up: they are of the way, not of the graph

Snapshot = frozenset[tuple[Any, ...]]


def empty(store: Store) -> None:
    """Take everything but the migrations out of the store."""
    store.write(lambda tx: tx.run(EMPTY))


def snapshot(store: Store, keys: KeyRing) -> Snapshot:
    """Every node and edge of the store."""
    nodes = {_node(row["labels"], row["properties"], keys) for row in store.read(NODES)}
    edges = {
        ("edge", row["type"], row["start"], row["end"], _frozen(row["properties"].items())) for row in store.read(EDGES)
    }
    return frozenset(nodes | edges)


def _node(labels: list[str], properties: dict[str, Any], keys: KeyRing) -> tuple[Any, ...]:
    told = {name: value for name, value in properties.items() if name not in WHEN | MARKS}
    if "payload" in told:
        cells = open_cells(keys, told["id"], told["payload"])
        told["payload"] = sorted((header, cell.delivered, cell.values, cell.fault) for header, cell in cells.items())
    if "sealedCaption" in told:
        told["sealedCaption"] = keys.open(told["sealedCaption"], told["id"]).decode()
    return ("node", frozenset(labels) - {"Changed"}, _frozen(told.items()))


def _frozen(items: Iterable[tuple[str, Any]]) -> frozenset[tuple[str, Any]]:
    return frozenset((name, _hashable(value)) for name, value in items)


def _hashable(value: Any) -> Any:
    return tuple(map(_hashable, value)) if isinstance(value, list | tuple) else value
