"""The answer key: what the deliveries must come to, as one JSON file beside them."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import orjson

from twopages.ontology.model import Model
from twopages.synthetic.answers import Answers, Edges, answer
from twopages.synthetic.cells import SEPARATOR
from twopages.synthetic.demo import Demo, choose_demo
from twopages.synthetic.deriving import Deriving
from twopages.synthetic.reading import Sight, look, settle_states
from twopages.synthetic.sampling import Sample
from twopages.synthetic.tables import AGAIN, Batch
from twopages.synthetic.texts import where
from twopages.synthetic.turns import DELETED, SAME, Mode, Turn
from twopages.synthetic.writing import Delivered
from twopages.values import Value

NAME = "answer-key.json"
WHOLE_NUMBERS = ("integer", "year")
STATES = ("unchanged", "accepted", "waiting", "quarantined", "uncertain")


@dataclass(frozen=True, slots=True)
class Taken:
    """What was staged of a dataset in a turn; `mode` None: nothing of it was delivered, it stands as before."""

    turn: Turn
    mode: Mode | None
    batch: Batch

    @property
    def dataset(self) -> str:
        """The id of the dataset."""
        return self.batch.table.dataset.id


def entity_key(key: str) -> str:
    """A key as the file writes it: its parts split by |."""
    return key.replace(SEPARATOR, "|")


def write_key(
    folder: Path, model: Model, database: duckdb.DuckDBPyConnection, taken: Sequence[Taken], written: Iterable[Delivered],
    sample: Sample | None = None,
) -> list[Demo]:  # fmt: skip
    """Write the key, of everybody or of a sample, and choose whom to show."""
    standing = {one.dataset: one.batch.table for one in taken if one.turn.kind != "belated"}
    answers = answer(model, standing, taken[0].turn.now)
    demo = choose_demo(database, answers)
    files = {(one.dataset, one.day): one for one in written}
    told = [(one, files[one.dataset, one.turn.now]) for one in taken if (one.dataset, one.turn.now) in files]
    content = {"asOf": taken[0].turn.now, "demo": [asdict(one) for one in demo]}
    content |= (
        _sampled(model, database, answers, sample, [file for _, file in told])
        if sample
        else _of_all(model, database, answers, told)
    )
    (folder / NAME).write_bytes(orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE))
    return demo


def _of_all(
    model: Model, database: duckdb.DuckDBPyConnection, answers: Answers, told: list[tuple[Taken, Delivered]]
) -> dict[str, Any]:
    batches = [(one, _dataset(model, answers, one, file)) for one, file in told]
    return {
        "datasets": {one.dataset: facts for one, facts in batches if one.turn.kind != "belated"},
        "belated": {one.dataset: facts for one, facts in batches if one.turn.kind == "belated"},
        "entities": _entities(model, answers),
        "absent": _absent(database, answers),
        "aliases": {cls: dict(sorted(found.items())) for cls, found in answers.known.merged.items()},
        "relations": _edges(model, answers, answers.edges),
        "respelled": _edges(model, answers, answers.respelled),
        "doubtful": [[relation, *_entity(answers, number)] for relation, number in sorted(answers.doubts)],
    }


def _sampled(
    model: Model, database: duckdb.DuckDBPyConnection, answers: Answers, sample: Sample, files: list[Delivered]
) -> dict[str, Any]:
    """What concerns the members of the sample; rows are counted by file alone."""
    inside = {number for number, (cls, key) in enumerate(answers.known.entities) if key in sample.members.get(cls, ())}
    entities, absent, members = _entities(model, answers), _absent(database, answers), sample.members
    return {
        "sample": {cls: len(keys) for cls, keys in members.items()},
        "datasets": {file.dataset: asdict(file) for file in files},
        "entities": {cls: _picked(entities.get(cls, {}), keys) for cls, keys in members.items()},
        "absent": {cls: [key for key in absent[cls] if key in keys] for cls, keys in members.items()},
        "aliases": {
            cls: {old: new for old, new in found.items() if new in members.get(cls, ())}
            for cls, found in answers.known.merged.items()
        },
        "relations": _edges(model, answers, answers.edges, inside),
        "respelled": _edges(model, answers, answers.respelled, inside),
        "doubtful": [
            [relation, *_entity(answers, number)] for relation, number in sorted(answers.doubts) if number in inside
        ],
    }


def _entity(answers: Answers, number: int) -> list[str]:
    cls, key = answers.known.entities[number]
    return [cls, entity_key(key)]


def _entities(model: Model, answers: Answers) -> dict[str, dict[str, Any]]:
    """By class and key: `certain`, the `values` that nobody can doubt, those `derived` on the day, the attributes that are `ambiguous`."""
    found: list[dict[str, Any]] = [
        {"certain": True, "values": {}, "derived": {}, "ambiguous": []} for _ in answers.known.entities
    ]
    for number in answers.known.maybe:
        found[number]["certain"] = False
    for attribute, verdicts in answers.values.items():
        form = model.attributes[attribute]
        rows = zip(verdicts.owner.tolist(), verdicts.value.tolist(), verdicts.unsure.tolist(), strict=True)
        for number, value, unsure in rows:
            if unsure:
                found[number]["ambiguous"].append(attribute)
            else:
                values = [typed(form.kind, one) for one in value.split(SEPARATOR) if one]
                found[number]["values"][attribute] = values if form.many else values[0]
    _add_derived(model, answers, found)
    result: dict[str, dict[str, Any]] = {}
    for number, ((cls, key), facts) in enumerate(zip(answers.known.entities, found, strict=True)):
        if answers.known.one(number) == number:
            result.setdefault(cls, {})[entity_key(key)] = facts
    return result


def _add_derived(model: Model, answers: Answers, found: list[dict[str, Any]]) -> None:
    deriving = Deriving(model, answers)
    for attribute in model.attributes.values():
        for number, value in deriving.derived(attribute).items() if attribute.derivation else ():
            if value is None:
                found[number]["ambiguous"].append(attribute.id)
            else:
                found[number]["derived"][attribute.id] = typed(attribute.kind, value)


def typed(kind: str, value: str) -> Value:
    """A value in the type of its kind."""
    if kind in WHOLE_NUMBERS:
        return int(value)
    return value == "true" if kind == "boolean" else value


def _picked(found: Mapping[str, Any], keys: frozenset[str]) -> dict[str, Any]:
    return {key: facts for key, facts in found.items() if key in keys}


def _edges(model: Model, answers: Answers, edges: Edges, touching: Set[int] | None = None) -> list[list[Any]]:
    """The edges that touch one of these ends; all where none are given."""
    found = edges.items()
    return [_edge(model, answers, edge, parts) for edge, parts in found if touching is None or touching & {*edge[1:]}]


def _edge(model: Model, answers: Answers, edge: tuple[str, int, int], parts: dict[str, str | None]) -> list[Any]:
    relation, start, finish = edge
    kinds = model.relations[relation].parts
    values = {part: value and typed(kinds[part].kind, value) for part, value in parts.items() if value != ""}
    return [relation, *_entity(answers, start), *_entity(answers, finish), values]


def _dataset(model: Model, answers: Answers, taken: Taken, delivered: Delivered) -> dict[str, Any]:
    """Counts, and the rows (from 1) that are neither accepted nor unchanged: state, column and the codes of which one is given."""
    batch, gone = taken.batch, look(model, taken.batch.gone)
    sight = _sight(model, answers, taken)
    states, counts, marked = _states(sight, gone, batch), Counter[str](), {}
    lost = iter(np.flatnonzero(gone.failed).tolist())
    for row, (state, place) in enumerate(zip(states, batch.place.tolist(), strict=True), 1):
        if state == "quarantined":
            seen, spot = (sight, place) if place >= 0 else (gone, next(lost))
            marked[str(row)] = [state, seen.column[spot], seen.codes[spot].split("|")]
        elif state not in ("accepted", "unchanged"):
            marked[str(row)] = [state]
    counts.update(states)
    retired = int((~gone.failed).sum()) if taken.mode == "full" else 0
    return asdict(delivered) | {state: counts[state] for state in STATES} | {"retired": retired, "marked": marked}


def _sight(model: Model, answers: Answers, taken: Taken) -> Sight:
    """The rows as they stand; belated ones are looked at by themselves."""
    if taken.turn.kind != "belated":
        return answers.sights[taken.dataset]
    sight = look(model, taken.batch.table)
    settle_states(sight, answers.known)
    return sight


def _states(sight: Sight, gone: Sight, batch: Batch) -> list[str]:
    """What becomes of every delivered row. One delivered again is unchanged, but whether it is counted so where it waited is left open."""
    state = (
        sight.state[batch.place] if len(sight.state) else np.full(len(batch.place), "accepted", dtype=sight.state.dtype)
    )
    told = batch.fate == DELETED
    if told.any():
        state[told] = where(gone.failed, "quarantined", "accepted")
    state[(batch.fate == AGAIN) & (state != "quarantined")] = "uncertain"
    again = (batch.fate == SAME) & (state != "quarantined")
    state[again] = where(state[again] == "accepted", "unchanged", "uncertain")
    found: list[str] = state.tolist()
    return found


def _absent(database: duckdb.DuckDBPyConnection, answers: Answers) -> dict[str, list[str]]:
    """Keys of the city that no accepted row makes known."""
    ids = answers.known.ids
    every = {
        cls: f"select key from {table} order by id"
        for cls, table in (("Person", "person"), ("Enterprise", "enterprise"))
    }
    return {
        cls: [key for (key,) in database.execute(query).fetchall() if key not in ids.get(cls, {})]
        for cls, query in every.items()
    }
