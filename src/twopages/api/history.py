"""History in the API: the days that a question may name, and changes with who made them."""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any

import strawberry

from twopages.api.fixed import AnyValue, Dataset, DateText, Delivery, Department, EntityCaption, Label, PageInfo
from twopages.api.readers import Edge, Fields, Listed, code_labels
from twopages.dossier import NOW, Change, Changes, CursorError, Moment, Topic, cursor, moment, place
from twopages.ontology.model import Label as Words
from twopages.ontology.model import Model
from twopages.values import Value

_CURSOR_PARTS = 6  # the day and the topic of a change


def _said(text: str) -> Any:
    return strawberry.field(description=text)


@strawberry.input(description="The two days of a question about the past; a day that is left out is today.")
class AsOf:
    """The argument of root fields and of differences."""

    recorded: DateText | None = strawberry.field(
        default=None, description="What the deliveries up to the end of this day tell, whatever came later."
    )
    valid: DateText | None = strawberry.field(
        default=None, description="What was true on this day; it lies not after the recorded one."
    )


@strawberry.enum(
    description="What became of a value or relation; CORRECTED: the same row says otherwise of the same time."
)
class ChangeKind(Enum):
    """Kinds of changes."""

    APPEARED = "APPEARED"
    CHANGED = "CHANGED"
    CORRECTED = "CORRECTED"
    WITHDRAWN = "WITHDRAWN"


@strawberry.type(
    name="Change", description="One thing of a file that was said otherwise before, and the record that made it so."
)
class ChangeType:
    """A change; about an attribute, a relation, or a part of a relation."""

    day: DateText | None = _said("Day of the delivery that made it; null where only its outcome is known.")
    kind: ChangeKind = _said("What became of it.")
    attribute: str | None = _said("Id of the attribute, where it is about one.")
    relation: str | None = _said("Id of the relation, where it is about one.")
    part: str | None = _said("Which attribute of the relation changed; null where the relation itself came or went.")
    title: Label = _said("Name of the attribute or relation.")
    node: EntityCaption | None = _said("The far end of the relation, by its present name.")
    before: list[AnyValue] = _said("What was said before.")
    before_labels: list[Label | None] | None = _said("Labels of that where they are codes.")
    after: list[AnyValue] = _said("What is said after it.")
    after_labels: list[Label | None] | None = _said("Labels of that where they are codes.")
    record: strawberry.ID = _said(
        "The record that made it so; of what was withdrawn, the one that no longer says so or is gone."
    )
    dataset: Dataset = _said("The dataset of the record.")
    department: Department = _said("Who is responsible for the dataset.")
    delivery: Delivery | None = _said("The delivery that made it so; its row is 0 where a row is missing from it.")


@strawberry.type(description="A change in a list.")
class ChangeEdge:
    """An edge as Relay has it."""

    cursor: str = _said("Marks this place in the list.")
    node: ChangeType = _said("The change.")


@strawberry.type(description="A list of changes.")
class ChangeConnection:
    """A page of changes."""

    edges: list[ChangeEdge] = _said("The changes of this page.")
    page_info: PageInfo = _said("Whether there is more.")
    total_count: int = _said("How many there are in all.")
    left_out: list[str] = _said("Relations with too many far ends to follow; their changes are not in the list.")


def moment_of(told: Mapping[str, Any] | None, today: str) -> Moment:
    """The moment that an argument `asOf` names; MomentError when nobody can ask about it."""
    return moment(told.get("recorded"), told.get("valid"), today) if told else NOW


def list_changes(found: Changes, size: int, after: str | None) -> Listed:
    """A page of changes as a list with cursors."""
    changes, start = found.changes, 0
    if (seen := place(after, _CURSOR_PARTS)) is not None:
        places = [_place(change) for change in changes]
        if seen not in places:
            raise CursorError("The cursor is of another list, or of one that has changed since.")
        start = places.index(seen) + 1
    edges = tuple(Edge(cursor(*_place(change)), change) for change in changes[start : start + size])
    left_out = tuple(dict.fromkeys(relation for relation, _ in found.left_out))
    return Listed(edges, after is not None, start + size < len(changes), len(changes), left_out)


def _place(change: Change) -> tuple[str, ...]:
    topic = change.topic
    return change.day or "", topic.attribute, topic.relation, str(topic.forward), topic.far, topic.part


def change_readers(model: Model) -> dict[str, Fields]:
    """How the fields of changes are read."""
    connection: Fields = {
        "edges": "edges",
        "pageInfo": lambda listed: listed,
        "totalCount": "total",
        "leftOut": "left_out",
    }
    return {
        "Change": _change(model),
        "ChangeEdge": {"cursor": "cursor", "node": "item"},
        "ChangeConnection": connection,
    }


def _change(model: Model) -> Fields:
    departments = {name: model.departments[dataset.department] for name, dataset in model.datasets.items()}
    labels = _labelled(model)
    return {
        "day": "day",
        "kind": lambda change: change.kind.upper(),
        "attribute": lambda change: change.topic.attribute or None,
        "relation": lambda change: change.topic.relation or None,
        "part": lambda change: change.topic.part or None,
        "title": lambda change: _title(model, change.topic),
        "node": "far",
        "before": "before",
        "beforeLabels": lambda change: labels(change.topic, change.before),
        "after": "after",
        "afterLabels": lambda change: labels(change.topic, change.after),
        "record": "record",
        "dataset": lambda change: model.datasets[change.dataset],
        "department": lambda change: departments[change.dataset],
        "delivery": "delivery",
    }


def _title(model: Model, topic: Topic) -> Words:
    if topic.attribute:
        return model.attributes[topic.attribute].label
    relation = model.relations[topic.relation]
    return relation.label if topic.forward else relation.inverse


def _labelled(model: Model) -> Callable[[Topic, Sequence[Value]], list[Words | None] | None]:
    """What reads the labels of values; nothing where they are no codes."""
    lists = {name: code_labels(codes) for name, codes in model.code_lists.items()}

    def read(topic: Topic, values: Sequence[Value]) -> list[Words | None] | None:
        if topic.part:
            codes = model.relations[topic.relation].parts[topic.part].codes
        else:
            codes = model.attributes[topic.attribute].codes if topic.attribute else None
        return None if codes is None else [lists[codes].get(value) for value in values]

    return read
