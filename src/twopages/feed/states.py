"""States that move together: after a chunk the effective states of what it touched, and an event for each that changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from twopages.feed.bearers import standing
from twopages.feed.link import Edge
from twopages.graph import Transaction, statement
from twopages.ontology.derivation import Moved, StateRule
from twopages.ontology.model import Model

CHANGED, MOVED = "state-changed", "state-moved"  # by its own record; by that of the far end of a relation


@dataclass(frozen=True, slots=True)
class Ruled:
    """A relation whose rule moves the state of its from end; `effective` is the attribute that says what it came to."""

    relation: str
    rule: StateRule
    effective: str
    cls: str


def state_rules(model: Model) -> tuple[Ruled, ...]:
    """Every state rule that has an attribute for what it comes to."""
    moved = ((item, item.derivation) for item in model.attributes.values())
    return tuple(
        Ruled(derivation.path.relation, derivation.rule, attribute.id, attribute.cls)
        for attribute, derivation in moved
        if isinstance(derivation, Moved)
    )


@dataclass(frozen=True)
class States:
    """The state rules of a Model, and what they say of entities. The effective state stands in plain beside the own one."""

    model: Model

    def follow(
        self, tx: Transaction, moved: Mapping[str, str], edges: Iterable[Edge], as_of: str
    ) -> list[tuple[str, str]]:
        """Write the effective states that change, and their events of the day `as_of`; gives the entities and attributes that changed.

        `moved`: entities whose plain values were won anew, with their classes; `edges`: relations that began or ceased.
        What is written follows from the graph alone, so the order of deliveries changes nothing of it.
        """
        changed: list[tuple[str, str]] = []
        for ruled in state_rules(self.model):
            ends = {end for edge in edges if edge.type == ruled.relation for end in (edge.start, edge.end)}
            touched = sorted(ends | {name for name, cls in moved.items() if cls == ruled.cls})
            if touched:
                changed += [(name, ruled.effective) for name in self._write(tx, ruled, touched, as_of)]
        return changed

    def _write(self, tx: Transaction, ruled: Ruled, touched: Sequence[str], as_of: str) -> list[str]:
        names = {"relation": ruled.relation, "state": ruled.rule.state, "effective": ruled.effective}
        found = tx.run(statement("feed_states"), {"ids": touched, **names})[0]["found"]
        changes = [change for row in found if (change := _change(ruled, row)) is not None]
        if changes:
            rows = [{"id": item["entity"], "properties": {ruled.effective: item["after"]}} for item in changes]
            tx.run(statement("feed_write_states"), {"rows": rows})
        events = [item | {"day": as_of} for item in changes if item["before"] is not None]
        if events:
            tx.run(statement("feed_write_events"), {"rows": events})
        return [item["entity"] for item in changes]


def _change(ruled: Ruled, row: Sequence[Any]) -> dict[str, Any] | None:
    """What changed of an entity, without its day; None where its effective state stands already."""
    entity, own, stands, winners, far = row
    state, place = ruled.rule.effective(own, [end[1] or "" for end in far])
    if state == stands:
        return None
    by, proof = (None, winners) if place is None else (far[place][0], far[place][2])
    return {
        "kind": CHANGED if place is None else MOVED,
        "entity": entity,
        "attribute": ruled.effective,
        "before": stands,
        "after": state,
        "record": _winner(ruled.rule.state, proof),
        "by": by,
    }


def _winner(attribute: str, winners: Sequence[str] | None) -> str | None:
    """The record that won an attribute, from what an entity's node keeps."""
    bearers = standing(winners or ())
    return next((item.id for item in bearers if attribute in item.supplies), None)
