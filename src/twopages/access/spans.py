"""The days from and until which rows say that they held, as far as they are told: what the columns supply that hold them. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from twopages.ontology.model import Dataset, Model


class Span(NamedTuple):
    """The relation whose beginning and end the rows of a dataset tell, and the attributes that the columns of both supply."""

    relation: str
    since: frozenset[str]
    until: frozenset[str]


def spans(model: Model) -> Mapping[str, Span]:
    """The spans by dataset; none for datasets whose rows do not end."""
    found = ((dataset.id, _span(dataset)) for dataset in model.datasets.values())
    return {name: span for name, span in found if span}


def _span(dataset: Dataset) -> Span | None:
    parts = {(target.relation, target.name) for column in dataset.columns for target in column.targets}
    ending = next((relation for relation, name in sorted(parts) if relation and name == "until"), None)
    return (
        None
        if ending is None
        else Span(ending, _supplied(dataset, ending, "since"), _supplied(dataset, ending, "until"))
    )


def _supplied(dataset: Dataset, relation: str, part: str) -> frozenset[str]:
    """The attributes that the columns of a part of a relation supply, too."""
    columns = (column.targets for column in dataset.columns)
    told = (targets for targets in columns if any((item.relation, item.name) == (relation, part) for item in targets))
    return frozenset(item.name for targets in told for item in targets if item.role == "attribute")
