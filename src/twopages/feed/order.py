"""In which order deliveries of one day are fed: whoever makes entities known comes first. It saves work and changes nothing."""

from collections.abc import Iterator, Mapping

from twopages.ontology.model import Dataset, Model


def feeding_order(model: Model) -> Mapping[str, int]:
    """The place of each dataset; where datasets speak of each other's entities in a circle, ids decide."""
    order: dict[str, int] = {}
    for name in sorted(model.datasets):
        _visit(model, name, order, frozenset())
    return order


def _visit(model: Model, name: str, order: dict[str, int], waiting: frozenset[str]) -> None:
    if name in order or name in waiting:
        return
    for other in _before(model, model.datasets[name]):
        _visit(model, other, order, waiting | {name})
    order[name] = len(order)


def _before(model: Model, dataset: Dataset) -> Iterator[str]:
    """The datasets that make known what this one only speaks of."""
    foreign = _spoken_of(model, dataset) - dataset.registers
    return (name for name in sorted(model.datasets) if model.datasets[name].registers & foreign)


def _spoken_of(model: Model, dataset: Dataset) -> frozenset[str]:
    """The classes of all ends that rows of the dataset name."""
    relations = [model.relations[name] for name in dataset.relations]
    far = {cls for relation in relations for cls in (*relation.from_classes, *relation.to_classes)}
    return frozenset(far | {dataset.subject} if dataset.subject else far)
