"""Erasing: one subject goes out of the store with all that is about it, and tombstones bind later deliveries and restored stores.

What goes is written down first, in a log outside of the store. Then records go a page at a time under the lock of the feed, and the subject
in the end, once nothing leads to it any more. Every step gives the same again when it is repeated, so work that was cut off is done by
doing it again, and so is work that met with what was fed meanwhile.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from twopages.errors import SettingError
from twopages.feed.bind import read_tombstones
from twopages.feed.erase_search import Found, recognised, search
from twopages.feed.erasures import Erasure, Erasures
from twopages.feed.link import HAS_KEY, Edge, Linker
from twopages.feed.payload import content_hash, seal_cells
from twopages.feed.records import Again, Rooms, Told, parse_edges
from twopages.feed.relink import Relinking
from twopages.feed.tombstones import ERASED, Binding, Tombstone, named
from twopages.feed.unread import read_rows
from twopages.feed.writes import Affected, Writing
from twopages.graph import Store, Transaction, statement
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.values import KEY_KINDS, entity_key, tidy

GROUNDS = "erasure-ground"  # the code list of the legal grounds
PAGE = 500


def ids_of(model: Model, keys: KeyRing, text: str) -> frozenset[str]:
    """The ids of the subjects that a key in any spelling may name: hashed here, and kept nowhere."""
    kinds = {cls.id: model.attributes[cls.key[-1]].kind for cls in model.classes.values() if cls.subject}
    sure = {cls: kind for cls, kind in kinds.items() if kind in KEY_KINDS and KEY_KINDS[kind](text) is not None}
    told = tidy(text)
    return frozenset(keys.hash_id("entity", cls, entity_key(kind, told)) for cls, kind in (sure or kinds).items())


def pending(store: Store, log: Erasures) -> list[Erasure]:
    """The erasures of the log that a store does not have: it is older, or they were cut off."""
    told = log.read()
    done = {row["chain"] for row in store.read(statement("erase_done"))} if told else set()
    return [item for item in told if item.chain not in done]


def lost(store: Store, log: Erasures) -> int:
    """How many erasures a store has that the log has not: a restore of an older copy would not do them again."""
    known = {item.chain for item in log.read()}
    return sum(row["chain"] not in known for row in store.read(statement("erase_done")))


@dataclass(frozen=True, slots=True)
class Eraser:
    """Erases in one store, and writes down in one log what it erased."""

    store: Store
    rooms: Rooms
    log: Erasures

    def look(self, ids: Iterable[str]) -> Found:
        """What the erasure of the subject that these ids mean would take out; nothing is erased."""
        read_rows(self.store, self.rooms)
        return search(self.store.read, self.rooms, self._meant(ids))

    def erase(self, ids: Iterable[str], day: str, ground: str) -> Found:
        """Erase the subject that these ids mean; gives what went. What nobody knows of leaves no tombstone."""
        found = self.look(ids)
        if not found.nothing:
            self._run(found, day, ground, [])
        return found

    def again(self, day: str) -> int:
        """Do all that the log has and this store has not; how many erasures that were."""
        left = pending(self.store, self.log)
        if left:
            read_rows(self.store, self.rooms)
        for item in left:
            self._bind(item.stones, [item])
            near = recognised(self.store.read, self.rooms.keys, item.stones)
            keys = {stone.id for stone in item.stones if stone.kind == "key"}
            found = search(self.store.read, self.rooms, keys, item.stones, near)
            self._run(found, day, item.ground, [item])
        return len(left)

    def _meant(self, ids: Iterable[str]) -> frozenset[str]:
        """The ids, and that of the one entity that each of them leads to; SettingError where that is no subject."""
        wanted = frozenset(ids)
        found = (self.store.read(statement("present_entity"), {"id": name}) for name in sorted(wanted))
        meant = wanted | {row["id"] for rows in found for row in rows}
        entities = self.store.read(statement("erase_whom"), {"ids": sorted(meant)})[0]["found"]
        if not all(self._subject(labels) for _, labels, _ in entities):
            raise SettingError(
                "This is the id of a thing.", "Persons and enterprises are erased, and their things with them."
            )
        return meant

    def _subject(self, labels: Iterable[str]) -> bool:
        classes = self.rooms.model.classes
        return any(classes[label].subject for label in labels if label in classes)

    def _run(self, found: Found, day: str, ground: str, lines: list[Erasure]) -> None:
        """Write down and bind until a search finds nothing that is not bound, and erase until nothing is left; what is fed meanwhile is
        bound or found.
        """
        while not self._done(found, day, ground, lines):
            found = search(self.store.read, self.rooms, found.keys, found.stones.values(), found.subjects)

    def _done(self, found: Found, day: str, ground: str, lines: list[Erasure]) -> bool:
        """Bind what is not bound yet, else erase; False where it has to be looked for again."""
        fresh = self._unbound(found)
        if not fresh:
            return _Erasing(self.store, self.rooms, found, lines, day).run()
        lines.append(self.log.append(day, ground, fresh))
        self._bind(fresh, lines)
        return False

    def _unbound(self, found: Found) -> list[Tombstone]:
        """The tombstones that the store does not have, or not with all that they bind."""
        known = read_tombstones(self.store.read, found.stones)
        return [item for item in found.stones.values() if item.plus(known.get(item.id)) != known.get(item.id)]

    def _bind(self, stones: Iterable[Tombstone], lines: Sequence[Erasure]) -> None:
        """Put tombstones of the log into the store, with the erasures that left them."""
        self.store.write(partial(_bound, {item.id: item for item in stones}, lines))


def _bound(stones: Mapping[str, Tombstone], lines: Sequence[Erasure], tx: Transaction) -> None:
    tx.run(statement("erase_lock"), {"chain": lines[-1].chain})
    known = read_tombstones(tx.run, stones)
    told = [{"chain": line.chain, "number": line.number, "day": line.day, "ground": line.ground} for line in lines]
    rows = [_row(item.plus(known.get(name))) for name, item in sorted(stones.items())]
    tx.run(statement("erase_begin"), {"stones": rows, "erasures": told})


def _row(stone: Tombstone) -> dict[str, Any]:
    return {"id": stone.id, "kind": stone.kind, "values": sorted(stone.values), "cls": stone.cls}


@dataclass(frozen=True)
class _Erasing:
    """One erasure, once it is written down."""

    store: Store
    rooms: Rooms
    found: Found
    lines: Sequence[Erasure]
    day: str

    def run(self) -> bool:
        """Records first, the subject last; False where something of it came in meanwhile and the subject is still there."""
        self.store.write(self._put_aside)
        records = self.found.records
        for start in range(0, len(records), PAGE):
            self.store.write(partial(self._page, records[start : start + PAGE]))
        return self.store.write(self._end)

    def _lock(self, tx: Transaction) -> None:
        tx.run(statement("erase_lock"), {"chain": self.lines[-1].chain if self.lines else ""})

    def _put_aside(self, tx: Transaction) -> None:
        self._lock(tx)
        rows = [{"id": name, "properties": self._aside(name, **item)} for name, item in self.found.aside.items()]
        if rows:
            tx.run(statement("erase_put_aside"), {"rows": rows})

    def _aside(self, name: str, *, left: Told | None, column: str, shown: str) -> dict[str, Any]:
        cells = left.cells if left else {}
        told: dict[str, Any] = {
            "payload": seal_cells(self.rooms.keys, name, cells),
            "shown": shown if column in cells else "",
        }
        if left is None:
            return {**told, "column": "", "code": ERASED, "names": None}
        return {**told, "names": sorted(named(Linker(self.rooms.model, self.rooms.keys), left).found_by)}

    def _page(self, ids: Sequence[str], tx: Transaction) -> None:
        """Some records go, or lose cells; the others that depended on them are made anew."""
        self._lock(tx)
        rows = tx.run(statement("release_stored"), {"ids": ids})[0]["found"]
        before = {row["id"] for row in tx.run(statement("feed_about"), {"ids": ids})}
        binding = Binding(Linker(self.rooms.model, self.rooms.keys), self.found.stones)
        left = {row["id"]: binding.left(self.rooms.told(row)) for row in rows}
        gone = [row for row in rows if left[row["id"]] is None]
        again = [_again(self.rooms, row, told) for row in rows if (told := left[row["id"]]) is not None]
        self._delete(tx, gone)
        self._relink(tx, {row["id"]: self._edges(row) for row in gone}, again, before)

    def _edges(self, row: Mapping[str, Any]) -> frozenset[Edge]:
        """What a present record asserted; the subject's own keys go with it in the end."""
        edges = parse_edges(row["asserts"]) if row["present"] else ()
        return frozenset(edge for edge in edges if edge.type != HAS_KEY or edge.start not in self.found.own)

    def _delete(self, tx: Transaction, gone: Sequence[Mapping[str, Any]]) -> None:
        """Delete records; the versions that stay in their slots replace each other."""
        if not gone:
            return
        named = tx.run(statement("erase_records"), {"ids": [row["id"] for row in gone]})[0]["found"]
        tx.run(statement("feed_sweep_keys"), {"ids": sorted({key for keys in named for key in keys})})
        found = tx.run(statement("feed_versions"), {"slots": sorted({row["slot"] for row in gone})})[0]["found"]
        chains: dict[str, list[tuple[str, str, int, str]]] = {}
        for slot, _, (name, _, as_of, _, _, _, number, until, _) in found:
            chains.setdefault(slot, []).append((until or "~", as_of, number, name))
        kept = [[name for *_, name in sorted(versions)] for versions in chains.values() if len(versions) > 1]
        if kept:
            tx.run(statement("feed_chains"), {"chains": kept})

    def _relink(
        self, tx: Transaction, demoted: Mapping[str, frozenset[Edge]], again: Sequence[Again], before: set[str]
    ) -> None:
        """Link anew what stays, and make anew what followed from what went."""
        relinking = Relinking(tx, self.rooms, Linker(self.rooms.model, self.rooms.keys))
        relinking.run({}, demoted, again)
        anew = frozenset(told.id for told, _, _ in again)
        if again:
            tx.run(statement("release_write_records"), {"rows": [_written(self.rooms, told) for told, _, _ in again]})
        self._write(Writing(tx, self.rooms, "", "", self.day), relinking, anew, before)

    def _write(self, writing: Writing, relinking: Relinking, anew: frozenset[str], before: set[str]) -> None:
        touched, own = relinking.touched, self.found.own.keys()
        before |= {row["id"] for row in writing.tx.run(statement("feed_about"), {"ids": sorted(touched)})}
        writing.entities(relinking.entities)
        writing.joined(relinking.oneness)
        writing.links(touched)
        writing.edges(relinking.changes, touched, relinking.entities)
        now = {entity for item in touched.values() if item.present for entity in item.linked.about}
        moved = writing.plain(Affected(relinking.entities, now - own, before - own, anew), touched)
        writing.states(moved, relinking.changes)
        writing.marked()
        writing.swept(relinking.keys())
        writing.counted()

    def _end(self, tx: Transaction) -> bool:
        """What is left goes, unless something of it is left that is not the subject alone."""
        self._lock(tx)
        left = search(tx.run, self.rooms, self.found.keys, self.found.stones.values())
        if left.gone or left.cut or left.aside or left.stones.keys() > self.found.stones.keys():
            return False
        self._take(left, tx)
        return True

    def _take(self, left: Found, tx: Transaction) -> None:
        """The subject goes, and the things that are its alone; whoever shared a key with it may have it alone now."""
        own, keys = sorted({*self.found.own, *left.own}), sorted(left.stones)
        tx.run(statement("erase_entities"), {"ids": sorted(left.things)})
        rows = tx.run(statement("release_stored"), {"ids": sorted(left.linked)})[0]["found"]
        self._relink(tx, _claims(tx, own), list(map(self.rooms.stored, rows)), set())
        tx.run(statement("erase_entities"), {"ids": own})
        tx.run(statement("feed_sweep_keys"), {"ids": keys})
        tx.run(statement("erase_dealings"), {"ids": sorted({*own, *keys})})
        tx.run(statement("erase_events"), {"ids": [*own, *left.things]})
        tx.run(statement("erase_end"), {"chains": [line.chain for line in self.lines]})


def _claims(tx: Transaction, own: Sequence[str]) -> dict[str, frozenset[Edge]]:
    """The further keys of entities, by the records that gave them."""
    claims: dict[str, frozenset[Edge]] = {}
    for entity, key, records in tx.run(statement("erase_claims"), {"ids": own})[0]["found"]:
        for record in records:
            claims[record] = claims.get(record, frozenset()) | {Edge(HAS_KEY, entity, key)}
    return claims


def _again(rooms: Rooms, row: Mapping[str, Any], told: Told) -> Again:
    _, present, stored = rooms.stored(row)
    return told, present, stored


def _written(rooms: Rooms, told: Told) -> dict[str, str]:
    payload, hashed = seal_cells(rooms.keys, told.id, told.cells), content_hash(rooms.keys, told.cells)
    return {"id": told.id, "payload": payload, "hash": hashed, "recency": told.recency, "period": told.period}
