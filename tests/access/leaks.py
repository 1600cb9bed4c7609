"""Secrets that answers must not hold: each is looked for in all that is sent, and is let through only to whom the reference gives it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import orjson

from tests.access.attacks import DAYS
from tests.access.planted import FIRMS, PERSONS, Secret
from tests.access.reference import Asker, Policy
from tests.access.truth import Truth
from twopages.dossier import directions
from twopages.ontology.model import Column

# How what was planted looks, wherever it stands: names and texts, addresses, amounts, phones, e-mail addresses, days, keys.
SHAPES = re.compile(
    r"密...文?|上海市徐汇区...路[0-9]+号|[0-9]+\.(?:37|73)\b|138[0-9]{8}|x[0-9]+@secret\.example|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|310199[0-9]{11}[0-9X]|91310199[0-9A-Z]{10}"
)
KEYS = {**dict.fromkeys(PERSONS, "Person"), **dict.fromkeys(FIRMS, "Enterprise")}


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a secret stands: the attributes that it supplies, of whom, and the relations that it tells of, in a row that names whom.

    `name`: it says how one of them is called, `over` the relations that name them; `public`: whoever sees the row may see it.
    """

    attributes: frozenset[str]
    owners: frozenset[str]
    relations: frozenset[str]
    named: frozenset[str]
    name: bool
    over: frozenset[str]
    public: bool


class Watch:
    """Knows all secrets, and finds those in an answer that should not be there."""

    def __init__(self, truth: Truth, secrets: Sequence[Secret]) -> None:
        self.truth, self.secrets, self.cells = truth, secrets, defaultdict[str, list[Cell]](list)
        for secret in secrets:
            for text in secret.texts:
                self.cells[text].append(self._cell(secret))
        everybody = frozenset(map(self._id, KEYS))
        for key, cls in KEYS.items():
            attribute, id = truth.model.classes[cls].key[-1], frozenset({self._id(key)})
            public = cls == "Enterprise"  # its code stands in rows about those whom it employs, and is everybody's
            self.cells[key].append(
                Cell(frozenset({attribute}), id, frozenset(), everybody if public else id, False, frozenset(), public)
            )
        self.captions, self.of_thing = cache(self._captions), cache(self._of_thing)

    def leaks(self, asker: Asker, opened: Iterable[tuple[str, Policy]], body: Mapping[str, Any]) -> list[str]:
        """The secrets in an answer that nobody gave to who asked, by where they stand."""
        found = set(_texts(body)) & self.cells.keys()
        return [text for text in sorted(found) if not any(self.given(asker, id, policy, text) for id, policy in opened)]

    def given(self, asker: Asker, id: str, policy: Policy, text: str) -> bool:
        """Whether a purpose gives a secret to who opens a file."""
        named = any(
            text in self.captions(policy.cls, id, relation, frozenset(self._plain(asker, policy)))
            for relation in policy.relations
        )
        own = text in self.called(policy.cls, id) and not asker.heading_masked(policy, policy.cls, far=False)
        if policy.cls not in asker.book.files:
            return named or own or text in self.of_thing(policy, id)
        return named or own or any(self._tells(policy, id, cell) for cell in self.cells[text])

    def called(self, cls: str, id: str) -> set[str | None]:
        """How a subject is called, and was."""
        return {self.truth.caption(cls, id, day) for day in (None, *DAYS)}

    def _tells(self, policy: Policy, id: str, cell: Cell) -> bool:
        if cell.relations & policy.relations and id in cell.named:
            return True
        if cell.attributes & policy.plain and id in cell.owners:
            return True
        own = frozenset(self.truth.model.classes[policy.cls].attributes)
        withheld = (own - policy.plain) | policy.masked | policy.never
        if cell.name and not cell.public and not cell.over & policy.relations:
            return False
        elements = self.truth.model.relations
        mine = {
            name for name in cell.relations
            if policy.cls in (*elements[name].from_classes, *elements[name].to_classes)
        }  # fmt: skip
        if not mine <= policy.relations:
            return False
        foreign = bool(cell.attributes & own) and id not in cell.owners and not cell.public
        return policy.role.rows and id in cell.named and not foreign and not cell.attributes & withheld

    def _plain(self, asker: Asker, policy: Policy) -> Iterator[str]:
        return (cls for cls in asker.book.captions if not asker.heading_masked(policy, cls, far=True))

    def _of_thing(self, policy: Policy, id: str) -> frozenset[str]:
        """What the values, rows and relations of a thing hold that a purpose gives."""
        return frozenset((*self._values(policy, id), *self._rows(policy, id), *self._parts(policy, id)))

    def _values(self, policy: Policy, id: str) -> Iterator[str]:
        for day in (None, *DAYS):
            for name, envelope in (self.truth.attributes(policy.cls, id, day) or {}).items():
                told = [source for source in envelope.sources if name in policy.plain]
                yield from (text for source in told for text in (source.delivered, *map(str, source.values)))
                yield from map(str, envelope.values if name in policy.plain else ())

    def _rows(self, policy: Policy, id: str) -> Iterator[str]:
        """Cells of which all is given; to who sees all rows, those of which nothing is withheld and that name nobody."""
        own = frozenset(self.truth.model.classes[policy.cls].attributes)
        withheld = (own - policy.plain) | policy.masked | policy.never
        for record in self.truth.records(policy.cls, id, True, None):
            for cell in record.cells:
                column = self.truth.model.datasets[record.dataset].column(cell.header)
                about = {*_names(column, "attribute"), *cell.attributes}
                open_ = policy.role.rows and not about & withheld and not any(_names(column, "name"))
                if open_ or (about and about <= policy.plain):
                    yield from (cell.delivered, *map(str, cell.values))

    def _parts(self, policy: Policy, id: str) -> Iterator[str]:
        known = directions(self.truth.model, self.truth.model.classes[policy.cls])
        ways = [(relation.id, forward) for relation, forward in known if relation.id in policy.relations]
        for day in (None, *DAYS):
            for name, forward in ways:
                for link in self.truth.links(policy.cls, id, name, forward, day):
                    yield from map(str, link.parts.values())

    def _captions(self, cls: str, id: str, relation: str, classes: frozenset[str]) -> frozenset[str]:
        """The short names behind a relation, of classes whose names are given plainly."""
        ways = [
            (one.id, forward)
            for one, forward in directions(self.truth.model, self.truth.model.classes[cls])
            if one.id == relation
        ]
        days = (None, *DAYS)
        links = (
            link for day in days for name, forward in ways for link in self.truth.links(cls, id, name, forward, day)
        )
        return frozenset(link.far.caption for link in links if link.far.cls in classes)

    def _cell(self, secret: Secret) -> Cell:
        column = next(
            column for column in self.truth.model.datasets[secret.dataset].columns if column.header == secret.header
        )
        owners, named = (frozenset(map(self._id, keys)) for keys in (secret.owners, secret.keys))
        attributes, relations = (
            frozenset(names)
            for names in (_names(column, "attribute"), (t.relation for t in column.targets if t.role == "part"))
        )
        over = frozenset(self.truth.model.datasets[secret.dataset].relations)
        return Cell(attributes, owners, relations, named, any(_names(column, "name")), over, column.grade == 1)

    def _id(self, key: str) -> str:
        return self.truth.dossiers.keys.hash_id("entity", KEYS.get(key, ""), key)


def _names(column: Column, role: str) -> Iterator[str]:
    return (target.name for target in column.targets if target.role == role)


def _texts(body: Mapping[str, Any]) -> Iterator[str]:
    """Everything in an answer that looks like what was planted, inside other texts too, and every single value."""
    yield from SHAPES.findall(orjson.dumps(body).decode())
    yield from _leaves(orjson.loads(orjson.dumps(body)))


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _leaves(item)
    elif value is not None:
        yield str(value)
