"""Assigning: after the deliveries of a run, and daily, every subject gets the tags whose rules it meets, and loses the others.

A batch of changed entities is one transaction: whom the changes reach is looked at anew, the difference is written and the marks
are taken away, so that a sweep that was cut off goes on where it was. What did not change is not written.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import partial
from typing import Any
from uuid import uuid4

from twopages.graph import Store, Transaction, statement
from twopages.tags.clocks import clocks
from twopages.tags.reached import Changed, moved_by_calendar, parts_of, reached, values_of
from twopages.tags.rules import Rules
from twopages.tags.state import read_state
from twopages.tags.subjects import MORE, MOST, Difference, Subjects, pages, write
from twopages.tags.timed import next_due
from twopages.tags.watch import NEW

Progress = Callable[[int, int], None]  # how many entities were taken up, and how many are left as far as is known


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a sweep did: subjects looked at, tags gained and lost, and tags kept for other reasons than before."""

    subjects: int = 0
    gained: int = 0
    lost: int = 0
    moved: int = 0

    def plus(self, more: "Assigned") -> "Assigned":
        """Both together."""
        sums = (mine + other for mine, other in zip(astuple(self), astuple(more), strict=True))
        return Assigned(*sums)


def assign(
    store: Store, rules: Rules, day: str, *, everything: bool = False, progress: Progress | None = None
) -> Assigned:
    """Bring the tags of all subjects to a day (YYYY-MM-DD): those that changes and the calendar reach, or `everything` anew."""
    return _Sweep(store, rules, day, progress or _silent).run(everything=everything)


def _silent(_done: int, _left: int) -> None:
    """No progress is wanted."""


@dataclass
class _Sweep:
    """One sweep over a store."""

    store: Store
    rules: Rules
    day: str
    progress: Progress
    name: str = field(default_factory=lambda: uuid4().hex)
    whole: set[str] = field(default_factory=set)  # subjects all of whose tags were looked at since anyone else wrote
    done: Assigned = field(default_factory=Assigned)
    now: Assigned = field(default_factory=Assigned)  # of the transaction that is open

    def run(self, *, everything: bool) -> Assigned:
        """All steps in turn; each leaves less to do."""
        state = read_state(self.store.read, self.day)
        if state is None:
            return self.done
        fresh, gone = state.fresh(self.rules), state.gone(self.rules)
        everything |= state.everything or self.day < state.day
        if not (fresh or gone or everything) and state.day == self.day:
            self._take_up_what_waits(state.changed, state.due)
            return self.done
        self.store.write(lambda tx: self._begin(tx, fresh, gone, max(self.day, state.day), everything=everything))
        self._take_up_what_waits()
        if fresh or everything:
            self._look_at_all(fresh, everything=everything)
        self.store.write(lambda tx: self._end(tx, fresh))
        return self.done

    def _take_up_what_waits(self, changed: int = MOST, due: int = MOST) -> None:
        """What changed and what the calendar reached; so many of either wait, or more than are looked at together.

        Where many changed those of one class go together, for then hardly anybody is reached twice.
        """
        for cls in self.rules.classes if changed >= MOST else ():
            self._each(partial(self._changed, cls))
        if changed:
            self._each(partial(self._changed, ""))
        if due:
            self._each(self._due)

    def _begin(self, tx: Transaction, fresh: Iterable[str], gone: Iterable[str], day: str, *, everything: bool) -> None:
        """Say what is going on, so that a sweep that is cut off is made good by the next: the rules of no such tag stand until the end."""
        self._lock(tx)
        rows = [{"id": name, "properties": self._node(name) | {"rule": None}} for name in sorted(fresh)]
        rows += [{"id": name, "properties": {"rule": None}} for name in sorted(gone)]
        tx.run(statement("tags_holders"), {"ids": sorted(gone), "new": NEW})
        tx.run(statement("tags_write_nodes"), {"rows": rows})
        tx.run(statement("tags_day"), {"day": day, "everything": everything or None})

    def _node(self, name: str) -> dict[str, Any]:
        tag = self.rules.model.tags[name]
        return {"cls": tag.cls, "version": tag.version, "rule": self.rules.versions[name]}

    def _end(self, tx: Transaction, fresh: Iterable[str]) -> None:
        self._lock(tx)
        rows = [{"id": name, "properties": self._node(name)} for name in sorted(fresh)]
        tx.run(statement("tags_write_nodes"), {"rows": rows})
        tx.run(statement("tags_day"), {"day": self.day, "everything": None})

    def _lock(self, tx: Transaction) -> None:
        """Let nobody else write."""
        self._locked(tx.run(statement("tags_lock"), {"sweep": self.name})[0]["before"])

    def _locked(self, before: str | None) -> None:
        """Nobody else can write; whoever wrote before, another than this sweep may have changed what it saw."""
        if before != self.name:
            self.whole.clear()

    def _each(self, work: Callable[[Transaction], int]) -> None:
        """The work, a transaction at a time, until it finds less than is looked at together."""
        taken_up = MOST
        while taken_up >= MOST:
            taken_up = self._write(work)
            self.progress(taken_up, self.done.gained + self.done.lost)

    def _write(self, work: Callable[[Transaction], int]) -> int:
        """One transaction; what it did counts once it is in, for the driver may run the work again."""

        def once(tx: Transaction) -> tuple[int, Assigned]:
            self.now = Assigned()
            return work(tx), self.now

        taken_up, now = self.store.write(once)
        self.done = self.done.plus(now)
        return taken_up

    def _changed(self, cls: str, tx: Transaction) -> int:
        """Take up some changed entities, of one class where one is named."""
        row = tx.run(statement("tags_changed"), {"sweep": self.name, "cls": cls, "limit": MOST})[0]
        self._locked(row["before"])
        changed = {id: (self.rules.class_of(labels), set(names or ())) for id, labels, names in row["found"]}
        if changed:
            self._take_up(tx, changed)
        return len(changed)

    def _due(self, tx: Transaction) -> int:
        """Take up some entities of which the calendar changed what rules may say."""
        self._lock(tx)
        found = tx.run(statement("tags_due"), {"day": self.day, "limit": MOST})[0]["found"]
        due = {id: (self.rules.class_of(labels), since) for id, labels, since in found}
        if due:
            self._take_up(tx, moved_by_calendar(tx, self.rules, due, self.day), due)
        return len(due)

    def _take_up(self, tx: Transaction, changed: Changed, due: Collection[str] = ()) -> None:
        """Look at all whom these changes reach, and see when entities are due again: those that are, and whose clocks were set anew."""
        for cls, wanted in reached(tx, self.rules, changed, self.whole).items():
            whole = {id for id in wanted if id in changed and NEW in changed[id][1]}
            self._look(tx, cls, wanted, whole)
        ticking: dict[str, list[str]] = {}
        for id, (cls, names) in sorted(changed.items()):
            if id in due or self._ticks(cls, names):
                ticking.setdefault(cls, []).append(id)
        for cls, ids in ticking.items():
            self._set_due(tx, cls, ids)

    def _ticks(self, cls: str, names: Collection[str]) -> bool:
        """Whether the next day on which the calendar changes something may be another one, when these names changed."""
        clock = self.rules.clocks.get(cls)
        return clock is not None and (NEW in names or not {*clock.own, *clock.out}.isdisjoint(names))

    def _look(
        self,
        tx: Transaction,
        cls: str,
        wanted: Mapping[str, Collection[str]],
        whole: Collection[str],
        *,
        in_a_row: bool = False,
    ) -> None:
        difference = Subjects(self.rules, cls, self.day).look(tx, wanted, whole, in_a_row=in_a_row)
        self.whole.update(whole)
        counts = len(wanted), len(difference.gained), len(difference.lost), len(difference.kept)
        self.now = self.now.plus(Assigned(*counts))

    def _set_due(self, tx: Transaction, cls: str, ids: Sequence[str]) -> None:
        """The next day on which the calendar can change what rules say of entities of a class."""
        clock = self.rules.clocks.get(cls)
        values = dict(values_of(tx, ids, ["due", *(sorted(clock.own) if clock else ())]))
        edges: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        for id, relation, _, _, told in parts_of(tx, ids, clock) if clock else ():
            edges.setdefault(id, []).append((relation, told))
        dues = {
            id: next_due(clock, told, edges.get(id, ()), self.day) if clock else None for id, told in values.items()
        }
        rows = [{"id": id, "properties": {"due": due}} for id, due in dues.items() if due != values[id]["due"]]
        write(tx, Difference(settled=rows), self.day)

    def _look_at_all(self, fresh: Collection[str], *, everything: bool) -> None:
        """Look at the subjects that were not looked at under these rules, and see when entities are due under new timed ones.

        Where no rule is new to the store the sweep before left nobody: whoever became known since is marked.
        """
        for cls in self.rules.classes:
            self._look_at_class(cls, fresh, everything=everything)
        timed = None if everything else [self.rules.model.tags[name] for name in fresh]
        for cls in clocks(self.rules.model, timed):
            for some in pages(self._ids(cls, "")):
                self.store.write(partial(self._due_again, cls, some))

    def _look_at_class(self, cls: str, fresh: Collection[str], *, everything: bool) -> None:
        tags = {tag.id for tag in self.rules.of_class(cls)}
        for some in pages(self._ids(cls, "" if everything else self.rules.digest(cls)), MORE):
            wanted = {id: tags if everything or not ruled else tags & set(fresh) for id, ruled in some}
            self._write(partial(self._all_of, cls, wanted))
            self.progress(len(some), self.done.gained + self.done.lost)

    def _all_of(self, cls: str, wanted: Mapping[str, Collection[str]], tx: Transaction) -> int:
        self._lock(tx)
        self._look(tx, cls, wanted, set(wanted), in_a_row=True)
        return len(wanted)

    def _due_again(self, cls: str, some: Sequence[tuple[str, str]], tx: Transaction) -> None:
        self._lock(tx)
        self._set_due(tx, cls, [id for id, _ in some])

    def _ids(self, cls: str, digest: str) -> list[tuple[str, str]]:
        """The entities of a class that were not looked at under the rules with this digest, each with the digest of those that it was.

        In the order of their ids.
        """
        rows = self.store.read(statement("tags_of_class"), {"cls": cls, "rules": digest})
        return sorted((id, ruled or "") for id, ruled in rows[0]["found"])
