"""The answers: what every person, enterprise and other entity must come to, by the rules of the ontology alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from twopages.ontology.model import Attribute, Column, Model, Relation, Target
from twopages.synthetic.cells import Table
from twopages.synthetic.fusing import Claims, Verdicts, single, together, united
from twopages.synthetic.reading import (
    UNKNOWN,
    End,
    Register,
    Sight,
    end_classes,
    look,
    register,
    resolve,
    settle_states,
)
from twopages.synthetic.texts import Flags, Ints

OWN_LENGTH = {"identityNumber": 18, "uscc": 18}  # characters of the number that a person or enterprise has for good
LOWEST = -1  # preference of a cell that cannot be read where the lowest code wins: it might be that

Edges = dict[tuple[str, int, int], dict[str, str | None]]  # parts by (relation, from, to); None: ambiguous


@dataclass(slots=True)
class Answers:
    """What the tables come to.

    `values` by attribute; `edges` the certain relations, `respelled` those that only a row with an address in another spelling
    tells; `doubts` relations that may exist, each with an end that is known; numbers are those of `known`.
    """

    known: Register
    sights: dict[str, Sight]
    day: str = ""
    values: dict[str, Verdicts] = field(default_factory=dict)
    edges: Edges = field(default_factory=dict)
    respelled: Edges = field(default_factory=dict)
    doubts: set[tuple[str, int]] = field(default_factory=set)


def answer(model: Model, tables: Mapping[str, Table], day: str) -> Answers:
    """Read all tables, as they stand on a day, perfectly and fuse what they say."""
    sights = {name: look(model, table) for name, table in tables.items()}
    known = Register()
    for sight in sights.values():
        register(sight, known)
    known.settle()
    for sight in sights.values():
        settle_states(sight, known)
    answers = Answers(known, sights, day)
    for attribute in model.attributes.values():
        verdicts = _fuse(model, answers, attribute)
        if verdicts is not None:
            answers.values[attribute.id] = verdicts
    for relation in model.relations.values():
        _relate(answers, relation)
    return answers


def _fuse(model: Model, answers: Answers, attribute: Attribute) -> Verdicts | None:
    """What all tables come to for one attribute; None where no table speaks of it."""
    target, claims = Target("attribute", attribute.id), []
    for sight in answers.sights.values():
        for column in sight.table.dataset.columns:
            if target in column.targets:
                rank = model.rank(attribute.id, sight.table.dataset.id)
                claims += [
                    _claims(sight, column, attribute, end, rank) for end in _ends_of(sight, attribute.cls, column)
                ]
    if not claims:
        return None
    one = together(claims)
    return united(one) if attribute.many else single(one)


def _ends_of(sight: Sight, cls: str, column: Column) -> list[End]:
    """The ends of the rows that a column may speak of, each only where it is of the class."""
    ends = (("subject", sight.subject), ("object", sight.object))
    there = [(role, end) for role, end in ends if column.whose in ("", role) and cls in end_classes(sight, role)]
    return [end for _, end in there if end is not None]


def _claims(sight: Sight, column: Column, attribute: Attribute, end: End, rank: int) -> Claims:
    """What a column of one table says of the entities at one end."""
    cells = sight.table.cells[column.header]
    says = ((cells.means != "") | cells.unsure) & sight.stands & sight.allows(Target("attribute", attribute.id))
    if (
        column.recipe.key and attribute.kind in OWN_LENGTH
    ):  # a number of another kind in its place names, but says nothing
        says = says & ((np.strings.str_len(cells.means) == OWN_LENGTH[attribute.kind]) | cells.unsure)
    rows = np.flatnonzero(says & (end.cls == attribute.cls))
    unsure = (cells.unsure | end.unsure | (sight.state == "uncertain"))[rows]
    value = cells.means[rows]
    preference = np.zeros(len(rows), dtype=np.int64)
    if attribute.preference is not None:
        codes = np.fromiter((int(code or 0) for code in value.tolist()), np.int64, len(rows))
        preference = np.where(unsure, LOWEST, codes)
    ranks = np.full(len(rows), rank)
    adds = np.full(len(rows), column.adds_up)
    return Claims(end.number[rows], ranks, preference, sight.period[rows], sight.recency[rows], value, unsure, adds)


@dataclass(slots=True)
class Pairs:
    """The pairs that rows tie together, numbered as they come.

    `sure` are those that a row ties for certain, `spelled` those that one ties by an address in another spelling.
    """

    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    sure: set[int] = field(default_factory=set)
    spelled: set[int] = field(default_factory=set)
    claims: dict[str, list[Claims]] = field(default_factory=dict)  # by part

    def add(self, start: Ints, finish: Ints, symmetric: bool) -> Ints:
        """The number of the pair of every row."""
        ends = (np.minimum(start, finish), np.maximum(start, finish)) if symmetric else (start, finish)
        both = zip(*(end.tolist() for end in ends), strict=True)
        return np.fromiter((self.numbers.setdefault(pair, len(self.numbers)) for pair in both), np.int64, len(start))


def _relate(answers: Answers, relation: Relation) -> None:
    """The edges of one relation, with the parts that win."""
    pairs = Pairs()
    for place, name in enumerate(relation.sources):
        if name in answers.sights:
            _tie(answers, relation, answers.sights[name], place, pairs)
    parts: list[dict[str, str | None]] = [{} for _ in pairs.numbers]
    for part, claims in pairs.claims.items():
        verdicts = single(together(claims))
        for owner, value, unsure in zip(
            verdicts.owner.tolist(), verdicts.value.tolist(), verdicts.unsure.tolist(), strict=True
        ):
            parts[owner][part] = None if unsure else value
    for pair, number in pairs.numbers.items():
        edges = answers.edges if number in pairs.sure else answers.respelled if number in pairs.spelled else {}
        edges[relation.id, *pair] = parts[number]


@dataclass(frozen=True, slots=True)
class Tie:
    """What the rows of one table say of a relation between their two ends; `place` is that of the table among the sources."""

    relation: Relation
    sight: Sight
    place: int
    start: End
    finish: End

    @property
    def said(self) -> Flags:
        """The rows that assert the relation of two ends that they name."""
        said: Flags = self.sight.asserts(self.relation.id) & self.sight.stands & self.start.named & self.finish.named
        return said

    @property
    def unsure(self) -> Flags:
        """The rows of which nobody can say whom they tie."""
        unsure: Flags = self.start.unsure | self.finish.unsure | (self.sight.state == "uncertain")
        return unsure

    @property
    def spelled(self) -> Flags:
        """The rows that tie whom only a spelling of an address leads to."""
        return self.start.spelled | self.finish.spelled

    def doubts(self) -> set[int]:
        """The known ends of unsure rows."""
        rows = self.said & self.unsure
        return set(np.r_[self.start.number[rows], self.finish.number[rows]].tolist()) - {UNKNOWN}

    def tie(self, pairs: Pairs) -> None:
        """Add the pairs and what is said of them; nobody is tied to themselves."""
        start, finish = self.start.number, self.finish.number
        rows = np.flatnonzero(self.said & (start >= 0) & (finish >= 0) & (start != finish))
        owner = pairs.add(start[rows], finish[rows], self.relation.symmetric)
        pairs.sure.update(owner[~(self.unsure | self.spelled)[rows]].tolist())
        pairs.spelled.update(owner[(self.spelled & ~self.unsure)[rows]].tolist())
        for part, column in _part_columns(self.sight, self.relation):
            pairs.claims.setdefault(part, []).append(self._claims(part, column, rows, owner))

    def _claims(self, part: str, column: Column, rows: Ints, owner: Ints) -> Claims:
        cells, allowed = (
            self.sight.table.cells[column.header],
            self.sight.allows(Target("part", part, self.relation.id)),
        )
        says = np.flatnonzero((((cells.means != "") | cells.unsure) & allowed)[rows])
        here, none = rows[says], np.zeros(len(says), dtype=np.int64)
        doubt = (cells.unsure | self.unsure | self.spelled)[here]
        moments = self.sight.period[here], self.sight.recency[here]
        adds = np.full(len(says), column.adds_up)
        return Claims(owner[says], none + self.place, none, *moments, cells.means[here], doubt, adds)


def _tie(answers: Answers, relation: Relation, sight: Sight, place: int, pairs: Pairs) -> None:
    """The pairs of one table."""
    for start, finish in _ends(answers, relation, sight):
        if start is not None and finish is not None:
            tie = Tie(relation, sight, place, start, finish)
            answers.doubts |= {(relation.id, number) for number in tie.doubts()}
            tie.tie(pairs)


def _part_columns(sight: Sight, relation: Relation) -> list[tuple[str, Column]]:
    columns = sight.table.dataset.columns
    return [
        (target.name, column)
        for column in columns
        for target in column.targets
        if target.role == "part" and target.relation == relation.id
    ]


def _ends(answers: Answers, relation: Relation, sight: Sight) -> list[tuple[End | None, End | None]]:
    """The from and to ends of the rows that assert a relation; several where several columns name one end."""
    if relation.id not in sight.table.dataset.relations:
        return []
    for role, classes in (("to", relation.to_classes), ("from", relation.from_classes)):
        columns = sight.end_columns(role, relation.id)
        fars = [
            resolve(sight, answers.known, column, classes, relation if role == "to" else None) for column in columns
        ]
        if fars:
            return [(sight.subject, far) if role == "to" else (far, sight.subject) for far in fars]
    return [(sight.subject, sight.object)]
