"""The time line of a file: what changed, on which day, by which delivery; fused day by day from all versions of its records. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from twopages.dossier.changes import Change, Changes, Mark, State, Topic, in_order, kind_of
from twopages.dossier.opening import Opened, exact
from twopages.dossier.types import Delivery, Far
from twopages.feed.edges import fused_edge
from twopages.feed.fuse import Candidate, fuse
from twopages.feed.link import Edge
from twopages.feed.records import Rooms, Told
from twopages.feed.spans import Span
from twopages.ontology.model import Model


@dataclass(frozen=True, slots=True)
class Version:
    """A version in time: since when (for this file) and how long it was held, its mark, and what ended it."""

    since: str
    span: Span
    mark: Mark
    ended: tuple[str, Delivery] | None


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """A version that is about the entity itself."""

    version: Version
    record: Opened


@dataclass(frozen=True, slots=True)
class LinkVersion:
    """A version that asserts a relation of the entity."""

    version: Version
    topic: Topic
    far: Far
    told: Told


@dataclass(frozen=True, slots=True)
class History:
    """Everything that was ever said of an entity."""

    model: Model
    rooms: Rooms
    own: Sequence[OwnVersion]
    links: Sequence[LinkVersion]
    left_out: tuple[tuple[str, bool], ...] = ()

    def timeline(self, until: str | None = None) -> Changes:
        """What changed up to the end of a day, newest first."""
        days = _Days(self.model, self.rooms)
        for own in self.own:
            days.add(own.version, own)
        for link in self.links:
            days.add(link.version, link)
        found = [change for day in sorted(days.turns) if until is None or day <= until for change in days.turn(day)]
        found.sort(key=lambda change: in_order(change.topic))
        found.sort(key=lambda change: change.day or "", reverse=True)
        return Changes(tuple(found), self.left_out)


@dataclass
class _Days:
    """A file that is carried from day to day: which versions are held, and what they come to."""

    model: Model
    rooms: Rooms
    turns: dict[str, list[OwnVersion | LinkVersion]] = field(default_factory=dict)
    held: dict[Topic, dict[str, OwnVersion | LinkVersion]] = field(default_factory=dict)
    states: dict[Topic, State] = field(default_factory=dict)
    supplies: dict[str, tuple[Topic, ...]] = field(default_factory=dict)

    def add(self, version: Version, item: OwnVersion | LinkVersion) -> None:
        """Note the days on which a version comes or goes."""
        bounds = (version.since, version.span.until, *version.span.gaps)
        for day in {bound for bound in bounds if bound is not None and bound >= version.since}:
            self.turns.setdefault(day, []).append(item)

    def turn(self, day: str) -> Iterator[Change]:
        """Go on to a day: what changes on it."""
        touched: dict[Topic, list[Version]] = {}
        for item in self.turns[day]:
            for topic in self._topics(item):
                if self._move(topic, item, day):
                    touched.setdefault(topic, []).append(item.version)
        for topic in sorted(touched):
            yield from self._changes(topic, touched[topic], day)

    def _topics(self, item: OwnVersion | LinkVersion) -> Iterable[Topic]:
        return (item.topic,) if isinstance(item, LinkVersion) else map(Topic, item.record.supplies)

    def _move(self, topic: Topic, item: OwnVersion | LinkVersion, day: str) -> bool:
        """Take a version in or out; whether it moved."""
        held, name = self.held.setdefault(topic, {}), item.version.mark.record
        holds = item.version.span.holds(item.version.since, day)
        if holds == (name in held):
            return False
        if holds:
            held[name] = item
        else:
            del held[name]
        return True

    def _changes(self, topic: Topic, moved: Sequence[Version], day: str) -> Iterator[Change]:
        before = {name: state for name, state in self.states.items() if name._replace(part="") == topic}
        after = dict(self._work_out(topic))
        for name in before:
            del self.states[name]
        self.states |= after
        yield from (
            _change(day, name, before.get(name), after.get(name), moved)
            for name in sorted({*before, *after})
            if _differs(name, before, after)
        )

    def _work_out(self, topic: Topic) -> Iterator[tuple[Topic, State]]:
        held = list(self.held[topic].values())
        if topic.attribute:
            yield from self._value(topic, [item for item in held if isinstance(item, OwnVersion)])
        else:
            yield from self._relation(topic, [item for item in held if isinstance(item, LinkVersion)])

    def _value(self, topic: Topic, held: Sequence[OwnVersion]) -> Iterator[tuple[Topic, State]]:
        told = {item.version.mark.record: (item, _candidate(item.record, topic.attribute)) for item in held}
        candidates = [candidate for _, candidate in told.values() if candidate is not None]
        if candidates:
            best = told[min(candidates, key=lambda item: item.rank).record][0]
            adds_up = topic.attribute in best.record.table.adds_up
            fused = fuse(self.model.attributes[topic.attribute], candidates, adds_up=adds_up)
            yield topic, State(fused.values, told[fused.order[0].record][0].version.mark)

    def _relation(self, topic: Topic, held: Sequence[LinkVersion]) -> Iterator[tuple[Topic, State]]:
        if not held:
            return
        by = {item.version.mark.record: item for item in held}
        fused = fused_edge(self.rooms, Edge(topic.relation, "", ""), [item.told for item in held])
        best = by[fused["records"][0]]
        yield topic, State((), best.version.mark, best.far)
        for part in self.model.relations[topic.relation].parts:
            if part in fused:
                yield topic._replace(part=part), State((exact(fused[part]),), best.version.mark, best.far)


def _candidate(record: Opened, attribute: str) -> Candidate | None:
    told = record.values(frozenset({attribute}))
    return Candidate(told[0][3], record.period, record.recency, record.slot, record.id, told[0][1]) if told else None


def _differs(topic: Topic, before: Mapping[Topic, State], after: Mapping[Topic, State]) -> bool:
    """Whether a topic says something else; parts only of a relation that stayed."""
    whole, old, new = topic._replace(part=""), before.get(topic), after.get(topic)
    if topic.part and (whole not in before or whole not in after):
        return False
    return old is None or new is None or old.values != new.values


def _change(day: str, topic: Topic, old: State | None, new: State | None, moved: Sequence[Version]) -> Change:
    record, dataset, delivery = _cause(old, new, moved, day)
    state = new or old
    said = (old.values if old else (), new.values if new else ())
    return Change(day, kind_of(old, new), topic, state.far if state else None, *said, record, dataset, delivery)


def _cause(
    old: State | None, new: State | None, moved: Sequence[Version], day: str
) -> tuple[str, str, Delivery | None]:
    """The record that made a change: the new winner if it came today, else what ended the old one, else what came or went."""
    came = {item.mark.record: item for item in moved if item.span.holds(item.since, day)}
    if new is not None and new.mark.record in came:
        return new.mark.record, new.mark.dataset, new.mark.delivery
    gone = {item.mark.record: item for item in moved if item.mark.record not in came}
    if old is not None and old.mark.record in gone:
        return _ending(gone[old.mark.record])
    if came:
        mark = next(iter(came.values())).mark
        return mark.record, mark.dataset, mark.delivery
    return _ending(next(iter(gone.values())))


def _ending(version: Version) -> tuple[str, str, Delivery | None]:
    record, delivery = version.ended or (version.mark.record, None)
    return record, version.mark.dataset, delivery
