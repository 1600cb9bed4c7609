"""Whom a sweep has to look at: the subjects and tags that changes reach, over relations too, and what the calendar changed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from twopages.graph import Transaction, statement
from twopages.tags.clocks import Clock
from twopages.tags.needs import Way
from twopages.tags.rules import Rules
from twopages.tags.subjects import taken
from twopages.tags.timed import edge_flipped, flipped
from twopages.tags.watch import NEW

Changed = Mapping[str, tuple[str, Collection[str]]]  # entities, each with its class and the names of what changed
Due = Mapping[str, tuple[str, str]]  # entities, each with its class and the day since which it is due
Starts = dict[str, set[str]]  # entities that a way begins at, each with the tags at its end


def reached(
    tx: Transaction, rules: Rules, changed: Changed, seen: Collection[str] = ()
) -> dict[str, dict[str, set[str]]]:
    """For each class of subjects those whom the changes reach, with the tags that they may change; every changed subject is one.

    Over relations nobody is reached who is `seen`.
    """
    wanted: dict[str, dict[str, set[str]]] = {cls: {} for cls in rules.classes}
    ways: dict[Way, Starts] = {}
    for id, (cls, names) in changed.items():
        if cls in wanted:
            wanted[cls][id] = {tag.id for tag in rules.of_class(cls)} if NEW in names else set()
        for name in names:
            for tag, way in rules.reach.get((cls, name), ()):
                ways.setdefault(way, {}).setdefault(id, set()).add(tag)
    for id, tags in ways.pop((), {}).items():
        wanted[changed[id][0]][id] |= tags
    for cls, id, tags in _walk(tx, rules, ways):
        if id not in seen or id in changed:
            wanted[cls].setdefault(id, set()).update(tags)
    return wanted


def _walk(tx: Transaction, rules: Rules, ways: Mapping[Way, Starts]) -> Iterator[tuple[str, str, set[str]]]:
    """(class, subject, tags) at the ends of these ways from these entities; ways go together as far as they are the same."""
    for step in dict.fromkeys(way[0] for way in ways):
        starts = {way: found for way, found in ways.items() if way[0] == step}
        pairs = taken(tx, rules, step, sorted({id for found in starts.values() for id in found}))
        further: dict[Way, Starts] = {}
        for way, found in starts.items():
            ends = further.setdefault(way[1:], {})
            for start, end, _ in pairs:
                if start in found:
                    ends.setdefault(end, set()).update(found[start])
        yield from ((step.cls, id, tags) for id, tags in further.pop((), {}).items())
        yield from _walk(tx, rules, further)


def moved_by_calendar(tx: Transaction, rules: Rules, due: Due, day: str) -> dict[str, tuple[str, set[str]]]:
    """What the calendar changed up to a day of entities that are due, and of both ends of relations that go out from them."""
    changed: dict[str, tuple[str, set[str]]] = {id: (cls, set()) for id, (cls, _) in due.items()}
    for id, cls, names in _flipped(tx, rules, due, day):
        changed.setdefault(id, (cls, set()))[1].update(names)
    return changed


def _flipped(tx: Transaction, rules: Rules, due: Due, day: str) -> Iterator[tuple[str, str, Collection[str]]]:
    for cls in sorted({cls for cls, _ in due.values()} & rules.clocks.keys()):
        clock = rules.clocks[cls]
        since = {id: day for id, (of, day) in due.items() if of == cls}
        for id, values in values_of(tx, sorted(since), sorted(clock.own)):
            yield id, cls, flipped(clock, values, since[id], day)
        for id, relation, far, labels, told in parts_of(tx, sorted(since), clock):
            if edge_flipped(clock, relation, told, since[id], day):
                yield id, cls, (relation,)
                yield far, rules.class_of(labels), (relation,)


def values_of(tx: Transaction, ids: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What stands on these entities under these names."""
    found = tx.run(statement("tags_values"), {"ids": ids, "names": names})[0]["found"] if ids and names else ()
    return ((id, dict(zip(names, values, strict=True))) for id, values in found)


def parts_of(
    tx: Transaction, ids: Sequence[str], clock: Clock
) -> Iterator[tuple[str, str, str, Sequence[str], Mapping[str, Any]]]:
    """(start, relation, end, labels of the end, parts) of the edges with a clock that go out from these entities."""
    names = sorted({name for parts in clock.out.values() for name in parts})
    parameters = {"ids": ids, "relations": sorted(clock.out), "names": names}
    found = tx.run(statement("tags_parts"), parameters)[0]["found"] if ids and names else ()
    return ((id, by, far, labels, dict(zip(names, values, strict=True))) for id, by, far, labels, values in found)
