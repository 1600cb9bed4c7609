"""By what the viewer acts for a subject, in the API: a relation on record with the rows that say so, or what the subject itself gave."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import strawberry

from twopages.access import Representation
from twopages.api.fixed import AnyValue, DateText, Label, LinkSource
from twopages.api.readers import Fields, code_labels
from twopages.ontology.model import Label as Words
from twopages.ontology.model import Model
from twopages.values import Value

_DAYS = frozenset({"since", "until"})


def _said(text: str) -> Any:
    return strawberry.field(description=text)


@strawberry.type(description="What a relation says beside its days.")
class ActingPart:
    """A part of the relation, such as its scope."""

    part: str = _said("Its name.")
    title: Label = _said("What it is called.")
    value: AnyValue = _said("Its value.")
    label: Label | None = _said("What it means, where it is a code.")


@strawberry.type(description="By what the viewer acts for a subject.")
class Acting:
    """A relation on record, or an authorisation that the subject gave."""

    relation: str | None = _said("Id of the relation; null where the subject itself authorised the viewer.")
    title: Label | None = _said("Name of the relation.")
    grant: strawberry.ID | None = _said("Id of the authorisation that the subject gave.")
    since: DateText | None = _said("First day, where that is known.")
    until: DateText | None = _said("Last day, where that is known.")
    says: list[ActingPart] = _said("What the relation says beside its days.")
    records: list[strawberry.ID] = _said("The records that it rests on.")
    sources: list[LinkSource] = _said("The records that say the relation, and where they come from.")


class Said(NamedTuple):
    """A part of a relation as the answer has it."""

    part: str
    title: Words
    value: Value
    label: Words | None


def acting_readers(model: Model) -> dict[str, Fields]:
    """How the fields of acting are read."""
    labels = {name: code_labels(codes) for name, codes in model.code_lists.items()}

    def says(by: Representation) -> Iterator[Said]:
        for part in model.relations[by.relation].parts.values() if by.relation else ():
            if part.id in by.parts and part.id not in _DAYS:
                value = by.parts[part.id]
                yield Said(part.id, part.label, value, labels[part.codes].get(value) if part.codes else None)

    return {
        "Acting": {
            "relation": lambda by: by.relation or None,
            "title": lambda by: model.relations[by.relation].label if by.relation else None,
            "grant": lambda by: by.grant or None,
            "since": "since",
            "until": "until",
            "says": lambda by: list(says(by)),
            "records": "records",
            "sources": "sources",
        },
        "ActingPart": {name: name for name in Said._fields},
    }
