"""Releasing: a store is brought from the ontology it was fed under to another one; what the change touches is made anew, nothing else.

Every step gives the same again when it is repeated, so a release that was cut off is run again from its beginning.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from twopages.errors import OntologyError
from twopages.feed.bearers import bearers
from twopages.feed.edges import fused_edge
from twopages.feed.link import Edge
from twopages.feed.plain import Moved, PlainValues
from twopages.feed.records import Rooms
from twopages.feed.reread import read_again
from twopages.feed.states import States
from twopages.feed.unread import read_rows
from twopages.graph import Store, Transaction, statement
from twopages.keys import KeyRing
from twopages.ontology.effects import Effects, moved_states
from twopages.ontology.model import Model
from twopages.tags.watch import NEW

PAGE = 500
Progress = Callable[[str, int, int], None]  # what is made anew, how many of it are done, how many there are


@dataclass(frozen=True, slots=True)
class Released:
    """A released ontology: its number and digest, when, and what was made anew for it: records read, entities won, edges fused."""

    number: int
    digest: str
    at: str
    records: int
    entities: int
    edges: int


def adopt(store: Store, model: Model, bundle: str) -> None:
    """Keep the text of the first ontology that a store is fed under; a store that keeps one stays as it is."""
    parameters = {"digest": model.digest, "bundle": bundle, "at": _now()}
    store.write(lambda tx: tx.run(statement("release_adopt"), parameters))


def releases(store: Store) -> list[Released]:
    """The ontologies that the store was fed under, oldest first."""
    return [Released(**row) for row in store.read(statement("releases"))]


def released_text(store: Store, number: int | None = None) -> tuple[int, str]:
    """The number and the packed text of a release, of the newest where none is named; OntologyError when the store does not keep it."""
    numbers = [item.number for item in releases(store)]
    if not numbers:
        raise OntologyError("The store keeps no ontology yet.", "Feed it first: `twopages feed FOLDER`.")
    wanted = numbers[-1] if number is None else number
    if wanted not in numbers:
        told = f"from {numbers[0]} to {numbers[-1]}"
        raise OntologyError(
            f"The store has no release {wanted}.", f"It keeps those {told}: `twopages ontology releases`."
        )
    return wanted, str(store.read(statement("release_bundle"), {"number": wanted})[0]["bundle"])


def filled(store: Store) -> dict[str, int]:
    """The datasets that have records in the store, and how many."""
    return {row["dataset"]: row["records"] for row in store.read(statement("release_filled"))}


def release(store: Store, keys: KeyRing, effects: Effects, bundle: str, progress: Progress | None = None) -> Released:
    """Bring the store to the new ontology; OntologyError, with nothing changed, when its records could not be kept under it."""
    reasons = list(effects.impossible(frozenset(filled(store))))
    if reasons:
        raise OntologyError("\n".join(["This ontology cannot be released here.", *reasons]))
    store.write(lambda tx: tx.run(statement("release_begin"), {"digest": effects.new.digest}))
    made = _Making(store, Rooms(effects.new, keys), effects, progress or _silent).run()
    properties = {**made, "digest": effects.new.digest, "bundle": bundle, "at": _now()}
    rows = store.write(lambda tx: tx.run(statement("release_end"), {"properties": properties}))
    return Released(rows[0]["number"], effects.new.digest, str(properties["at"]), **made)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _silent(_what: str, _done: int, _all: int) -> None:
    """No progress is wanted."""


@dataclass(frozen=True, slots=True)
class _Making:
    """Makes anew what a change of the ontology touches."""

    store: Store
    rooms: Rooms
    effects: Effects
    progress: Progress

    def run(self) -> dict[str, int]:
        """How many records, entities and edges were made anew."""
        self._drop_relations()
        records = sum(map(self._read, self.effects.read_anew))
        read_rows(self.store, self.rooms)
        edges = sum(map(self._fuse, self.effects.fused_anew))
        return {"records": records, "edges": edges, "entities": sum(map(self._win, self.effects.won_anew))}

    def _drop_relations(self) -> None:
        """Relations that there are no more; their records no longer assert them once they are read anew."""
        for name in self.effects.old.relations:
            while name not in self.effects.new.relations and self._drop(name):
                pass

    def _drop(self, name: str) -> int:
        rows = self.store.write(lambda tx: tx.run(statement("release_drop_relation"), {"type": name}))
        return int(rows[0]["dropped"])

    def _read(self, dataset: str) -> int:
        self.store.write(lambda tx: tx.run(statement("release_aside"), {"dataset": dataset}))
        ids = self.store.read(statement("release_record_ids"), {"dataset": dataset})[0]["found"]
        return self._each(dataset, sorted(ids), lambda tx, page: read_again(tx, self.rooms, dataset, page))

    def _fuse(self, relation: str) -> int:
        found = self.store.read(statement("release_edges"), {"type": relation})[0]["found"]
        return self._each(relation, sorted(found), partial(self._fuse_page, relation))

    def _fuse_page(self, relation: str, tx: Transaction, page: Sequence[Any]) -> None:
        told = self._open(tx, {record for _, _, records in page for record in records})
        edges = [(Edge(relation, start, end), [told[name] for name in records]) for start, end, records in page]
        rows = [
            {"type": edge.type, "start": edge.start, "end": edge.end, "properties": fused_edge(self.rooms, edge, by)}
            for edge, by in edges
        ]
        tx.run(statement("feed_write_edges"), {"rows": rows})
        self.rooms.watched.mark(tx, {end: {relation} for start, far, _ in page for end in (start, far)})

    def _win(self, cls: str) -> int:
        ids = self.store.read(statement("release_entity_ids"), {"cls": cls})[0]["found"]
        gone = {name: None for of, name, what in self.effects.plain if of == cls and what == "goes"}
        gone |= dict.fromkeys(("caption", "sealedCaption", *moved_states(self.effects.old, cls)))
        return self._each(cls, sorted(ids), partial(self._win_page, gone))

    def _win_page(self, gone: Mapping[str, None], tx: Transaction, page: Sequence[str]) -> None:
        plain = PlainValues(self.rooms)
        found = tx.run(statement("feed_plain"), {"ids": page, "plain": plain.names})[0]["found"]
        won = list(_whole(plain, found))
        told = self._open(tx, {name for moved in won for name in plain.needed(moved)})
        rows = [plain.row(moved, told) for moved in won]
        properties = [{**row, "properties": {**gone, **row["properties"]}, "placed": None} for row in rows]  # from all
        tx.run(statement("feed_write_plain"), {"rows": properties})
        classes = {moved.entity: moved.cls.id for moved in won}
        states = States(self.rooms.model).follow(tx, classes, (), _now()[:10])
        changed = {moved.entity: {NEW, *plain.changed(moved)} for moved in won}
        for entity, attribute in states:
            changed.setdefault(entity, set()).add(attribute)
        self.rooms.watched.mark(tx, changed)

    def _open(self, tx: Transaction, ids: set[str]) -> dict[str, Any]:
        found = tx.run(statement("feed_records"), {"ids": sorted(ids)})[0]["found"] if ids else []
        return {row["id"]: self.rooms.told(row) for row in found}

    def _each(self, what: str, things: Sequence[Any], work: Callable[[Transaction, Sequence[Any]], object]) -> int:
        """Do the work on all things, a page in a transaction."""
        for start in range(0, len(things), PAGE):
            page = things[start : start + PAGE]
            self.store.write(lambda tx, page=page: work(tx, page))  # type: ignore[misc]  # mypy cannot infer the default
            self.progress(what, start + len(page), len(things))
        return len(things)


def _whole(plain: PlainValues, found: Sequence[Any]) -> Iterator[Moved]:
    return (plain.whole(name, plain.class_of(labels), bearers(rows)) for name, labels, _, rows in found)
