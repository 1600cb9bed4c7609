"""What the cells of each column tell, whatever they hold: attributes, parts of relations, whose key they are, whom they name. Pure."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from twopages.ontology.model import Column, Dataset, Model, Target

_KEYS = frozenset({"subject", "object", "from", "to"})


class Telling(NamedTuple):
    """The attributes that a column supplies; the relations of which it holds a part, each with the classes that it relates; the key
    attributes of the end that it identifies; and whom its cells name: classes, with the relations over which their names are given.
    What is `public` anybody who sees the row may see.
    """

    supplies: frozenset[str]
    parts: Mapping[str, frozenset[str]]
    keys: frozenset[str]
    named: frozenset[str]
    over: frozenset[str]
    public: bool


NOTHING = Telling(frozenset(), {}, frozenset(), frozenset(), frozenset(), public=False)


def tellings(model: Model) -> Mapping[tuple[str, str], Telling]:
    """What each column of each dataset tells."""
    return {
        (dataset.id, column.header): _telling(model, dataset, column)
        for dataset in model.datasets.values()
        for column in dataset.columns
    }


def _telling(model: Model, dataset: Dataset, column: Column) -> Telling:
    keys = (cls for item in column.targets if item.role in _KEYS for cls in _end(model, dataset, item.role, item))
    names = [item for item in column.targets if item.role == "name"]
    parts = (model.relations[item.relation] for item in column.targets if item.role == "part")
    return Telling(
        frozenset(item.name for item in column.targets if item.role == "attribute"),
        {relation.id: frozenset((*relation.from_classes, *relation.to_classes)) for relation in parts},
        frozenset(model.classes[cls].key[-1] for cls in keys),
        frozenset(cls for item in names for cls in _end(model, dataset, item.name, item)),
        frozenset(name for item in names for name in ([item.relation] if item.relation else dataset.relations)),
        column.grade == 1,
    )


def _end(model: Model, dataset: Dataset, end: str, target: Target) -> Iterator[str]:
    """The classes of one end of a row."""
    if end in ("subject", "object") and dataset.subject is not None:
        yield dataset.subject
        return
    named = [target.relation] if target.relation else dataset.relations
    for relation in (model.relations[name] for name in named):
        yield from relation.from_classes if end in ("subject", "from") else relation.to_classes
