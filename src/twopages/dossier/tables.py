"""Each dataset compiled for opening its records: which header gives which attribute, which may be about others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twopages.feed.row import RowForm
from twopages.ontology.model import Column, Dataset, Model, Target

_ENDS = ("subject", "object", "from", "to")
_SHOWN_OF_OTHERS = 2  # the highest grade of a cell about somebody else that lineage may show


@dataclass(frozen=True, slots=True)
class Table:
    """A dataset as opening its records needs it.

    `supplies` is (attribute, many-valued, header, rank) in the order of the columns; `others`: for each class the
    headers whose cells are about somebody else; `either`: for each subject class the key headers whose cells only their
    value tells apart; `span`: the headers that say from when to when a row held, where its rows end at all.
    """

    dataset: Dataset
    supplies: tuple[tuple[str, bool, str, int], ...]
    attributes: Mapping[str, tuple[str, ...]]
    adds_up: frozenset[str]
    kinds: Mapping[str, str]
    others: Mapping[str, frozenset[str]]
    either: Mapping[str, frozenset[str]]
    span: tuple[str, str] = ("", "")


def make_table(model: Model, dataset: Dataset) -> Table:
    """The table of one dataset."""
    form = RowForm(model, dataset)
    columns = form.attribute_columns
    attributes: dict[str, tuple[str, ...]] = {}
    for name, _, header, _ in columns:
        attributes[header] = (*attributes.get(header, ()), name)
    sorting = _Sorting(model, dataset)
    return Table(
        dataset,
        tuple((name, many, header, model.rank(name, dataset.id)) for name, many, header, _ in columns),
        attributes,
        form.adds_up,
        {column.header: column.recipe.kind for column in dataset.columns},
        {cls.id: frozenset(sorting.others(cls.id)) for cls in model.classes.values()},
        {cls.id: frozenset(sorting.either(cls.id)) for cls in model.classes.values() if cls.subject},
        _span(dataset),
    )


def _span(dataset: Dataset) -> tuple[str, str]:
    """The headers of the first and the last day of the relation that a row says will end, or has ended."""
    parts = {(item.relation, item.name): column.header for column in dataset.columns for item in column.targets}
    ending = next((relation for relation, name in parts if relation and name == "until"), None)
    return ("", "") if ending is None else (parts.get((ending, "since"), ""), parts[ending, "until"])


@dataclass(frozen=True, slots=True)
class _Sorting:
    """Tells the columns about one entity of a class from those about the others of the row."""

    model: Model
    dataset: Dataset

    def others(self, cls: str) -> Iterator[str]:
        """The headers whose cells are about some other subject, and of a grade that is not theirs to see."""
        for column in self._graded():
            owners = [self._classes(target) for target in column.targets]
            if any(map(self._has_subject, owners)) and not any(cls in classes for classes in owners):
                yield column.header

    def either(self, cls: str) -> Iterator[str]:
        """The graded key headers of ends of which the entity may be one, and may not."""
        for column in self._graded():
            ends = [target for target in column.targets if target.role in _ENDS and cls in self._classes(target)]
            if ends and not any(self._own(target, cls) for target in ends):
                yield column.header

    def _own(self, target: Target, cls: str) -> bool:
        """Whether the key is that of an entity of the class, whatever the row says."""
        if self.dataset.subject is not None:
            return target.role == "subject"
        other = "object" if target.role == "subject" else "subject"
        return self._classes(target) == (cls,) and cls not in self._end(other)

    def _graded(self) -> Iterator[Column]:
        return (column for column in self.dataset.columns if column.loaded and self._grade(column) > _SHOWN_OF_OTHERS)

    def _grade(self, column: Column) -> int:
        """The grade of a column; a column of plain text that holds a key is as grave as the gravest key of its end."""
        ends = [cls for target in column.targets if target.role in _ENDS for cls in self._classes(target)]
        keys = [self.model.attributes[name].grade for cls in ends for name in self.model.classes[cls].key]
        return max([column.grade, *keys])

    def _has_subject(self, classes: tuple[str, ...]) -> bool:
        return any(self.model.classes[name].subject for name in classes)

    def _classes(self, target: Target) -> tuple[str, ...]:
        """The classes of whom a cell is about; none for what belongs to the row or the relation."""
        if target.role == "attribute":
            return (self.model.attributes[target.name].cls,)
        end = target.name if target.role == "name" else target.role
        if end in ("subject", "object"):
            return self._end(end)
        if end in ("from", "to"):
            relation = self.model.relations[target.relation]
            return relation.from_classes if end == "from" else relation.to_classes
        return ()

    def _end(self, end: str) -> tuple[str, ...]:
        if self.dataset.subject is not None:
            return (self.dataset.subject,)
        relations = [self.model.relations[name] for name in self.dataset.relations]
        ends = (relation.from_classes if end == "subject" else relation.to_classes for relation in relations)
        return tuple(dict.fromkeys(cls for classes in ends for cls in classes))
