"""Whether the tags in the graph are those that the rules mean: every subject is asked anew, whatever the sweeps took up.

What the next sweep has to look at is no fault: those tags, and no others, are left out.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twopages.graph import Store, statement
from twopages.ontology.model import Model
from twopages.tags.finds import reads, tokens
from twopages.tags.reached import moved_by_calendar, reached
from twopages.tags.rules import Rules
from twopages.tags.state import State, read_state

PAGE = 2_000


@dataclass(frozen=True, slots=True)
class Checked:
    """The day for which tags were assigned, how many subjects were asked, what is wrong (a line a subject), and what a sweep has to do.

    No day where none ever ran; `waiting` entities changed since the last one, and the rules of `fresh` tags are new to the store.
    """

    day: str
    subjects: int = 0
    faults: tuple[str, ...] = ()
    waiting: int = 0
    fresh: int = 0


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as it stands in the graph, and the tags whose rules it meets."""

    cls: str
    id: str
    held: Mapping[str, Sequence[int]]  # its tags, with the version of the rule of each edge
    values: Mapping[str, Any]
    met: Collection[str]


@dataclass(frozen=True, slots=True)
class Left:
    """What the next sweep looks at of a subject, and therefore nobody else: some of its tags, and its codes."""

    tags: frozenset[str] = frozenset()
    codes: bool = False


def compare(model: Model, subject: Subject, left: Left) -> list[str]:
    """What is wrong with the tags of a subject, by name and without a value."""
    meant = {tag for tag in subject.met if tag not in left.tags} | (subject.held.keys() & left.tags)
    wrong = [f"{tag} is missing" for tag in sorted(meant - subject.held.keys())]
    wrong += [f"{tag} is held against its rule" for tag in sorted(subject.held.keys() - meant)]
    for tag in sorted(meant & subject.held.keys() - left.tags):
        wrong += _edges(tag, subject.held[tag], model.tags[tag].version)
    if not left.codes and (subject.values["finds"] or []) != tokens(
        model, reads(model, subject.cls), subject.id, meant, subject.values
    ):
        wrong.append("the tokens that it is found by differ")
    return wrong


def _edges(tag: str, versions: Sequence[int], version: int) -> Iterator[str]:
    if len(versions) > 1:
        yield f"{tag} is held more than once"
    if any(stands != version for stands in versions):
        yield f"{tag} is held by another version of its rule"


def check_tags(store: Store, model: Model) -> Checked:
    """Ask all rules about all subjects for the day for which tags were assigned, and compare; nothing is written."""
    state = read_state(store.read)
    if state is None or not state.day:
        return Checked("", waiting=state.changed if state else 0)
    return _Check(store, Rules(model), state).run()


@dataclass
class _Check:
    """One look at the tags of a store."""

    store: Store
    rules: Rules
    state: State
    asked: int = 0
    suspects: list[Subject] = field(default_factory=list)

    def run(self) -> Checked:
        """Compare everybody, and those who differ once more without what waits for a sweep."""
        fresh, waiting = self.state.fresh(self.rules), self.state.changed + self.state.due
        general = Left(fresh | self.state.gone(self.rules))
        for cls in self.rules.classes:
            self._each(cls, general)
        faults = (*self._faults(general), *self._strays())
        return Checked(self.state.day, self.asked, faults, waiting, len(fresh))

    def _each(self, cls: str, general: Left) -> None:
        for subject in self._subjects(cls):
            self.asked += 1
            if compare(self.rules.model, subject, general):
                self.suspects.append(subject)

    def _subjects(self, cls: str) -> Iterator[Subject]:
        """The subjects of a class, as they stand and as the rules mean them, a page at a time."""
        names, after = ["finds", *self.rules.finding[cls]], ""
        while True:
            place = {"after": after, "size": PAGE}
            rows = self.store.read(statement("tags_standing"), {**place, "cls": cls, "names": names})[0]["found"]
            if not rows:
                return
            met = self._met(cls, {"first": min(row[0] for row in rows), "last": max(row[0] for row in rows)})
            for id, values, tags in rows:
                yield Subject(cls, id, _held(tags), dict(zip(names, values, strict=True)), met.get(id, ()))
            after = max(id for id, _, _ in rows)

    def _met(self, cls: str, place: Mapping[str, Any]) -> dict[str, list[str]]:
        """The tags whose rules each subject of a page meets."""
        found: dict[str, list[str]] = {}
        if cls not in self.rules.statements:
            return found
        statements = self.rules.statements[cls]
        for asked in statements.asked:
            rows = self.store.read(asked.page, {**place, **statements.parameters, **self.rules.days(self.state.day)})
            for id, places in rows[0]["found"]:
                found.setdefault(id, []).extend(statements.tags[index] for index in places)
        return found

    def _faults(self, general: Left) -> Iterator[str]:
        """A line for each subject that differs in what no sweep is going to look at."""
        left = self._waiting(general, {subject.id for subject in self.suspects}) if self.suspects else {}
        for subject in self.suspects:
            if wrong := compare(self.rules.model, subject, left.get(subject.id, general)):
                yield f"{subject.cls} {subject.id}: {', '.join(wrong)}"

    def _waiting(self, general: Left, suspects: Collection[str]) -> dict[str, Left]:
        """What the next sweep looks at of these subjects."""
        tags: dict[str, set[str]] = {}
        marked: set[str] = set()
        for rows in self._pages():
            marked.update(id for id, _, changed, _, _ in rows if changed)
            for id, some in self._reached(rows):
                if id in suspects:
                    tags.setdefault(id, set()).update(some)
        return {id: Left(general.tags | some, id in marked) for id, some in tags.items()}

    def _pages(self) -> Iterator[list[Any]]:
        after = ""
        while True:
            parameters = {"after": after, "size": PAGE, "day": self.state.day}
            rows = self.store.read(statement("tags_waiting"), parameters)[0]["found"]
            if not rows:
                return
            yield rows
            after = max(row[0] for row in rows)

    def _reached(self, rows: Sequence[Any]) -> Iterator[tuple[str, set[str]]]:
        """The subjects and tags that entities reach that wait for a sweep."""
        tx, classes = _Reading(self.store), {id: self.rules.class_of(labels) for id, labels, *_ in rows}
        due = {id: (classes[id], since) for id, _, _, _, since in rows if since}
        changed = moved_by_calendar(tx, self.rules, due, self.state.day)
        for id, _, _, names, _ in rows:
            changed.setdefault(id, (classes[id], set()))[1].update(names or ())
        for wanted in reached(tx, self.rules, changed).values():
            yield from wanted.items()

    def _strays(self) -> Iterator[str]:
        for row in self.store.read(statement("tags_strays"), {"classes": list(self.rules.classes)}):
            yield f"Entity {row['id']}: {row['tag']} is held by what can have no tags"


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads where a transaction is asked for: nothing that is run here writes."""

    store: Store

    def run(self, statement: str, parameters: Mapping[str, object] | None = None) -> list[dict[str, Any]]:
        return self.store.read(statement, parameters)


def _held(tags: Sequence[tuple[str, int]]) -> dict[str, list[int]]:
    held: dict[str, list[int]] = {}
    for tag, version in tags:
        held.setdefault(tag, []).append(version)
    return held
