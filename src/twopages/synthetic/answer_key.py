"""The answer key: what the deliveries must come to, as one JSON file beside them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

import orjson

from twopages.ontology.model import Model
from twopages.synthetic.answers import Answers
from twopages.synthetic.cells import SEPARATOR
from twopages.synthetic.changes import AGAIN, DELETED, SAME, Batch
from twopages.synthetic.city import City
from twopages.synthetic.demo import Demo, choose_demo
from twopages.synthetic.reading import Sight
from twopages.synthetic.texts import where
from twopages.synthetic.writing import Delivered
from twopages.values import Value

NAME = "answer-key.json"
WHOLE_NUMBERS = ("integer", "year")
STATES = ("unchanged", "accepted", "waiting", "quarantined", "uncertain")
Written: TypeAlias = tuple[Mapping[str, Batch], Mapping[str, Delivered]]


def entity_key(key: str) -> str:
    """A key as the file writes it: its parts split by |."""
    return key.replace(SEPARATOR, "|")


def write_key(folder: Path, model: Model, city: City, answers: Answers, written: Written) -> list[Demo]:
    """Write the key and choose whom to show."""
    batches, deliveries = written
    entities = _entities(model, answers)
    demo = choose_demo(city, answers)
    content = {
        "asOf": str(city.as_of),
        "demo": [asdict(one) for one in demo],
        "datasets": {
            name: _dataset(answers.sights[name], batches[name], delivered)
            for name, delivered in sorted(deliveries.items())
        },
        "entities": entities,
        "absent": _absent(city, answers),
        "relations": [_edge(model, answers, *edge) for edge in answers.edges.items()],
        "doubtful": [[relation, *_entity(answers, number)] for relation, number in sorted(answers.doubts)],
    }
    (folder / NAME).write_bytes(orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE))
    return demo


def _entity(answers: Answers, number: int) -> list[str]:
    cls, key = answers.known.entities[number]
    return [cls, entity_key(key)]


def _entities(model: Model, answers: Answers) -> dict[str, dict[str, Any]]:
    """By class and key: `certain`, the `values` that nobody can doubt and the attributes that are `ambiguous`."""
    found: list[dict[str, Any]] = [{"certain": True, "values": {}, "ambiguous": []} for _ in answers.known.entities]
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
    result: dict[str, dict[str, Any]] = {}
    for (cls, key), facts in zip(answers.known.entities, found, strict=True):
        result.setdefault(cls, {})[entity_key(key)] = facts
    return result


def typed(kind: str, value: str) -> Value:
    """A value in the type of its kind."""
    if kind in WHOLE_NUMBERS:
        return int(value)
    return value == "true" if kind == "boolean" else value


def _edge(model: Model, answers: Answers, edge: tuple[str, int, int], parts: dict[str, str]) -> list[Any]:
    relation, start, finish = edge
    kinds = model.relations[relation].parts
    values = {part: typed(kinds[part].kind, value) for part, value in parts.items() if value}
    return [relation, *_entity(answers, start), *_entity(answers, finish), values]


def _dataset(sight: Sight, batch: Batch, delivered: Delivered) -> dict[str, Any]:
    """Counts, and the rows (from 1) that are neither accepted nor unchanged: state, column and the codes of which one is given."""
    states = _states(sight, batch)
    counts, marked = Counter(states), {}
    for row, (state, place) in enumerate(zip(states, batch.place.tolist(), strict=True), 1):
        if state == "quarantined":
            marked[str(row)] = [state, sight.column[place], sight.codes[place].split("|")]
        elif state not in ("accepted", "unchanged"):
            marked[str(row)] = [state]
    return asdict(delivered) | {state: counts[state] for state in STATES} | {"retired": batch.retired, "marked": marked}


def _states(sight: Sight, batch: Batch) -> list[str]:
    """What becomes of every delivered row. One delivered again is unchanged, but whether it is counted so where it waited is left open."""
    state = sight.state[batch.place]
    state[batch.fate == DELETED] = "accepted"
    state[(batch.fate == AGAIN) & (state != "quarantined")] = "uncertain"
    again = (batch.fate == SAME) & (state != "quarantined")
    state[again] = where(state[again] == "accepted", "unchanged", "uncertain")
    found: list[str] = state.tolist()
    return found


def _absent(city: City, answers: Answers) -> dict[str, list[str]]:
    """Keys of the city that no accepted row makes known."""
    ids = answers.known.ids
    people = [key for key in city.keys.tolist() if key not in ids.get("Person", {})]
    return {
        "Person": people,
        "Enterprise": [key for key in city.firms.key.tolist() if key not in ids.get("Enterprise", {})],
    }
