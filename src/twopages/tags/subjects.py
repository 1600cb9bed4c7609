"""Some subjects of a class looked at anew: which rules they meet, and the difference that this makes to the graph."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, TypeVar

from twopages.graph import Transaction, statement
from twopages.ontology.rule import Step
from twopages.tags.finds import tokens
from twopages.tags.rules import Rules

MOST = 500  # subjects that are looked at together
MORE = 2_000  # the same where they follow each other in the order of ids
RECORDS = 50  # that a tag names at most

Wanted = Mapping[str, Collection[str]]  # subjects, each with the tags that are to be looked at


Thing = TypeVar("Thing")


class Bond(NamedTuple):
    """A tag that a subject has: by which version of its rule, and by which records."""

    rule: int
    records: tuple[str, ...]


@dataclass(slots=True)
class Difference:
    """What is to be written of some subjects."""

    gained: list[dict[str, Any]] = field(default_factory=list)
    kept: list[dict[str, Any]] = field(default_factory=list)
    lost: list[dict[str, Any]] = field(default_factory=list)
    settled: list[dict[str, Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Subject:
    """A subject as it stands in the graph."""

    id: str
    values: Mapping[str, Any]
    tags: dict[str, Bond]


@dataclass(frozen=True)
class Subjects:
    """Looks at subjects of one class on a day, within a transaction."""

    rules: Rules
    cls: str
    day: str

    def look(self, tx: Transaction, wanted: Wanted, whole: Collection[str], *, in_a_row: bool = False) -> Difference:
        """Assign these tags to these subjects and write the difference; of those in `whole` all tags are among them.

        `in_a_row`: they are about all subjects of the class between the first and the last of their ids, and are asked as such.
        """
        difference = Difference()
        for some in [sorted(wanted)] if in_a_row else pages(sorted(wanted)):
            self._look(tx, {name: wanted[name] for name in some}, whole, difference, in_a_row=in_a_row)
        write(tx, difference, self.day)
        return difference

    def _look(
        self, tx: Transaction, wanted: Wanted, whole: Collection[str], difference: Difference, *, in_a_row: bool
    ) -> None:
        subjects = self._read(tx, sorted(wanted))
        meets = self._meets(tx, wanted, in_a_row=in_a_row)
        over = self._over(tx, meets)
        for subject in subjects:
            now = {tag: self._bond(tag, subject, over) for tag in meets.get(subject.id, ())}
            gone = (set(wanted[subject.id]) | (subject.tags.keys() - self.rules.model.tags.keys())) - now.keys()
            self._compare(subject, now, gone, difference)
            left = [*now, *(tag for tag in subject.tags if tag not in gone)]
            self._settle(subject, left, difference, whole=subject.id in whole)

    def _read(self, tx: Transaction, ids: Sequence[str]) -> list[_Subject]:
        names = ["winners", "finds", "ruled", *self.rules.finding[self.cls]]
        found = tx.run(statement("tags_subjects"), {"ids": ids, "names": names})[0]["found"]
        return [
            _Subject(id, dict(zip(names, values, strict=True)), {tag: Bond(rule, tuple(by)) for tag, rule, by in tags})
            for id, values, tags in found
        ]

    def _meets(self, tx: Transaction, wanted: Wanted, *, in_a_row: bool) -> dict[str, list[str]]:
        """The tags among those wanted whose rules each subject meets."""
        if self.cls not in self.rules.statements:
            return {}
        statements = self.rules.statements[self.cls]
        place = {tag: index for index, tag in enumerate(statements.tags)}
        asked = {id: {place[tag] for tag in tags} for id, tags in sorted(wanted.items()) if tags}
        told = self._told(asked, all_of_them=len(place), in_a_row=in_a_row)
        found: dict[str, list[str]] = {}
        for item in statements.concerning(set[int]().union(*asked.values())):
            text = item.page if in_a_row else item.rows
            for id, places in tx.run(text, {**told, **statements.parameters, **self.rules.days(self.day)})[0]["found"]:
                found.setdefault(id, []).extend(statements.tags[it] for it in places if it in asked.get(id, ()))
        return found

    def _told(self, asked: Mapping[str, set[int]], *, all_of_them: int, in_a_row: bool) -> dict[str, Any]:
        """What the statements take; no places for all of them, for a hundred numbers a row cost more than the rules."""
        if in_a_row:
            return {"first": min(asked, default=""), "last": max(asked, default="")}
        rows = ((id, None if len(places) == all_of_them else sorted(places)) for id, places in asked.items())
        return {"rows": [{"id": id, "tags": places} for id, places in rows]}

    def _over(self, tx: Transaction, meets: Mapping[str, Sequence[str]]) -> dict[tuple[str, Step], set[str]]:
        """The records of the relations that the rules of these tags go over, by subject and step."""
        starts: dict[Step, set[str]] = {}
        for id, tags in meets.items():
            for step in {step for tag in tags for step in self.rules.reads[tag].steps}:
                starts.setdefault(step, set()).add(id)
        found: dict[tuple[str, Step], set[str]] = {}
        for step, ids in starts.items():
            for id, _, records in taken(tx, self.rules, step, sorted(ids)):
                found.setdefault((id, step), set()).update(records)
        return found

    def _bond(self, tag: str, subject: _Subject, over: Mapping[tuple[str, Step], set[str]]) -> Bond:
        won = set(self.rules.records(tag, winners(subject.values["winners"] or ())))
        gone_over = (over.get((subject.id, step), set()) for step in self.rules.reads[tag].steps)
        return Bond(self.rules.model.tags[tag].version, tuple(sorted(won.union(*gone_over))[:RECORDS]))

    def _compare(
        self, subject: _Subject, now: Mapping[str, Bond], gone: Collection[str], difference: Difference
    ) -> None:
        for tag, bond in now.items():
            row = {"id": subject.id, "tag": tag, "rule": bond.rule, "records": list(bond.records)}
            if tag not in subject.tags:
                difference.gained.append(row)
            elif subject.tags[tag] != bond:
                difference.kept.append(row)
        difference.lost += [{"id": subject.id, "tag": tag} for tag in sorted(gone) if tag in subject.tags]

    def _settle(self, subject: _Subject, tags: Sequence[str], difference: Difference, *, whole: bool) -> None:
        said: dict[str, Any] = {
            "finds": tokens(self.rules.model, self.rules.finding[self.cls], subject.id, tags, subject.values)
        }
        if whole:
            said["ruled"] = self.rules.digest(self.cls)
        moved = {name: value for name, value in said.items() if value != (subject.values[name] or [])}
        if moved:
            difference.settled.append({"id": subject.id, "properties": moved})


def write(tx: Transaction, difference: Difference, day: str) -> None:
    """Write what is to be written of some subjects, if anything is."""
    rows = {item.name: getattr(difference, item.name) for item in fields(difference)}
    if any(rows.values()):
        tx.run(statement("tags_write"), {**rows, "day": day})


def pages(things: Sequence[Thing], size: int = MOST) -> Iterator[Sequence[Thing]]:
    """The things, as many as are looked at together at a time."""
    return (things[start : start + size] for start in range(0, len(things), size))


def winners(texts: Sequence[str]) -> dict[str, list[str]]:
    """The records that won each attribute, from what an entity's node keeps."""
    found: dict[str, list[str]] = {}
    for record, names in _won(texts):
        for name in names:
            found.setdefault(name, []).append(record)
    return found


def _won(texts: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    parts = (text.split("|") for text in texts)
    return ((part[0], part[-1].split(";")) for part in parts)


def taken(tx: Transaction, rules: Rules, step: Step, ids: Sequence[str]) -> list[Any]:
    """(start, end, records) of each edge over which a step goes from these entities."""
    both = rules.model.relations[step.relation].symmetric
    parameters = {"ids": ids, "relation": step.relation, "cls": step.cls, "forward": step.forward, "both": both}
    found: list[Any] = tx.run(statement("tags_step"), parameters)[0]["found"]
    return found
