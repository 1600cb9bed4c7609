"""The answers: what every person, enterprise and other entity must come to, by the rules of the ontology alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from twopages.ontology.model import Attribute, Column, Model, Relation, Target
from twopages.synthetic.cells import Table
from twopages.synthetic.fusing import Claims, Verdicts, added_up, best, together, united
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
from twopages.synthetic.texts import Ints

LOWEST = -1  # preference of a cell that cannot be read where the lowest code wins: it might be that


@dataclass(slots=True)
class Answers:
    """What the tables come to.

    `values` by attribute; `edges` the certain relations as (relation, from, to) with their parts; `doubts` relations that
    may exist, each with an end that is known; numbers are those of `known`.
    """

    known: Register
    sights: dict[str, Sight]
    values: dict[str, Verdicts] = field(default_factory=dict)
    edges: dict[tuple[str, int, int], dict[str, str]] = field(default_factory=dict)
    doubts: set[tuple[str, int]] = field(default_factory=set)


def answer(model: Model, tables: Mapping[str, Table]) -> Answers:
    """Read all tables perfectly and fuse what they say."""
    sights = {name: look(model, table) for name, table in tables.items()}
    known = Register()
    for sight in sights.values():
        register(sight, known)
    known.settle()
    for sight in sights.values():
        settle_states(sight, known)
    answers = Answers(known, sights)
    for attribute in model.attributes.values():
        verdicts = _fuse(model, answers, attribute)
        if verdicts is not None:
            answers.values[attribute.id] = verdicts
    for relation in model.relations.values():
        _relate(answers, relation)
    return answers


def _fuse(model: Model, answers: Answers, attribute: Attribute) -> Verdicts | None:
    """What all tables come to for one attribute; None where no table speaks of it."""
    target, claims, sums = Target("attribute", attribute.id), [], False
    for sight in answers.sights.values():
        for column in sight.table.dataset.columns:
            if target in column.targets:
                sums |= column.adds_up
                rank = model.rank(attribute.id, sight.table.dataset.id)
                claims += [_claims(sight, column, attribute, end, rank) for end in _ends_of(sight, attribute.cls, column)]
    if not claims:
        return None
    one = together(claims)
    return united(one) if attribute.many else added_up(one) if sums else best(one)


def _ends_of(sight: Sight, cls: str, column: Column) -> list[End]:
    """The ends of the rows that a column may speak of, each only where it is of the class."""
    ends = (("subject", sight.subject), ("object", sight.object))
    there = [(role, end) for role, end in ends if column.whose in ("", role) and cls in end_classes(sight, role)]
    return [end for _, end in there if end is not None]


def _claims(sight: Sight, column: Column, attribute: Attribute, end: End, rank: int) -> Claims:
    """What a column of one table says of the entities at one end."""
    cells = sight.table.cells[column.header]
    says = ((cells.means != "") | cells.unsure) & sight.stands & sight.allows(Target("attribute", attribute.id))
    rows = np.flatnonzero(says & (end.cls == attribute.cls))
    unsure = (cells.unsure | end.unsure | (sight.state == "uncertain"))[rows]
    value = cells.means[rows]
    preference = np.zeros(len(rows), dtype=np.int64)
    if attribute.preference is not None:
        codes = np.fromiter((int(code or 0) for code in value.tolist()), np.int64, len(rows))
        preference = np.where(unsure, LOWEST, codes)
    ranks = np.full(len(rows), rank)
    return Claims(end.number[rows], ranks, preference, sight.period[rows], sight.recency[rows], value, unsure)


@dataclass(slots=True)
class Pairs:
    """The pairs that rows tie together, numbered as they come; `sure` those that at least one row ties for certain."""

    numbers: dict[tuple[int, int], int] = field(default_factory=dict)
    sure: set[int] = field(default_factory=set)
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
    parts: list[dict[str, str]] = [{} for _ in pairs.numbers]
    for part, claims in pairs.claims.items():
        verdicts = best(together(claims))
        certain = ~verdicts.unsure
        for owner, value in zip(verdicts.owner[certain].tolist(), verdicts.value[certain].tolist(), strict=True):
            parts[owner][part] = value
    for pair, number in pairs.numbers.items():
        if number in pairs.sure:
            answers.edges[relation.id, *pair] = parts[number]


def _tie(answers: Answers, relation: Relation, sight: Sight, place: int, pairs: Pairs) -> None:
    """The pairs of one table."""
    for start, finish in _ends(answers, relation, sight):
        if start is not None and finish is not None:
            _tie_ends(answers, relation, sight, place, pairs, start, finish)


def _tie_ends(answers, relation, sight, place, pairs, start, finish) -> None:
    said = sight.asserts(relation.id) & sight.stands & start.named & finish.named
    unsure = start.unsure | finish.unsure | (sight.state == "uncertain")
    for number in np.r_[start.number[said & unsure], finish.number[said & unsure]].tolist():
        if number != UNKNOWN:
            answers.doubts.add((relation.id, number))
    other = start.number != finish.number  # nobody is tied to themselves
    rows = np.flatnonzero(said & (start.number >= 0) & (finish.number >= 0) & other)
    owner = pairs.add(start.number[rows], finish.number[rows], relation.symmetric)
    pairs.sure.update(owner[~unsure[rows]].tolist())
    for part, column in _part_columns(sight, relation):
        cells, target = sight.table.cells[column.header], Target("part", part, relation.id)
        says = np.flatnonzero((((cells.means != "") | cells.unsure) & sight.allows(target))[rows])
        here, none = rows[says], np.zeros(len(says), dtype=np.int64)
        doubt = (cells.unsure | unsure)[here]
        claim = Claims(
            owner[says], none + place, none, sight.period[here], sight.recency[here], cells.means[here], doubt
        )
        pairs.claims.setdefault(part, []).append(claim)


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
        fars = [resolve(sight, answers.known, column, classes, relation if role == "to" else None) for column in columns]
        if fars:
            return [(sight.subject, far) if role == "to" else (far, sight.subject) for far in fars]
    return [(sight.subject, sight.object)]
