"""How the rows of one dataset are read: which attributes their cells give values to, and when that was true. Pure."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from twopages.feed.addresses import AddressKeys
from twopages.ontology.model import Column, Dataset, Model, Target
from twopages.values import KEY_KINDS, Value, own_key

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as delivered, what it means (no value, one or several) and the fault that made it mean nothing."""

    delivered: str
    values: tuple[Value, ...] = ()
    fault: str = ""


Cells = Mapping[str, Cell]  # by header, loaded columns only
NOTHING = Cell("")


@dataclass(frozen=True, slots=True)
class Supplied:
    """The values that a row gives to an attribute and the column that they stand in."""

    header: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the cases of a row leave of it; None leaves all."""

    supplies: frozenset[Target] | None = None
    relations: frozenset[str] | None = None

    def allows(self, target: Target) -> bool:
        """Whether the row supplies this target."""
        return self.supplies is None or target in self.supplies

    def asserts(self, relation: str) -> bool:
        """Whether the row asserts this relation."""
        return self.relations is None or relation in self.relations


EVERYTHING = Limits()


@dataclass(frozen=True)
class RowForm:
    """A dataset compiled for reading its rows; `addresses` makes keys of the texts of addresses."""

    model: Model
    dataset: Dataset
    addresses: AddressKeys = field(default_factory=AddressKeys, compare=False)

    @cached_property
    def attribute_columns(self) -> tuple[tuple[str, bool, str, Target], ...]:
        """(attribute, many-valued, header, target) of every column that supplies an attribute."""
        found = (
            (column, target)
            for column in self.dataset.columns
            for target in column.targets
            if target.role == "attribute"
        )
        return tuple(
            (target.name, self.model.attributes[target.name].many, column.header, target) for column, target in found
        )

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The kinds of the attributes whose columns are keys: such a cell may hold a key of another kind."""
        found = ((column, target) for column in self.dataset.columns for target in column.targets)
        supplied = (target.name for column, target in found if target.role == "attribute" and column.recipe.key)
        kinds = {name: self.model.attributes[name].kind for name in supplied}
        return {name: kind for name, kind in kinds.items() if kind in KEY_KINDS}

    @cached_property
    def whose(self) -> Mapping[str, str]:
        """The end, "subject" or "object", that alone has each attribute which both ends of a relation row could have."""
        told = (column for column in self.dataset.columns if column.whose)
        return {target.name: column.whose for column in told for target in column.targets if target.role == "attribute"}

    @cached_property
    def case_columns(self) -> tuple[Column, ...]:
        """The columns that tell how a row is read."""
        return tuple(column for column in self.dataset.columns if column.cases)

    @cached_property
    def adds_up(self) -> frozenset[str]:
        """The attributes whose values this dataset delivers to be summed."""
        columns = (column for column in self.dataset.columns if column.adds_up)
        return frozenset(target.name for column in columns for target in column.targets if target.role == "attribute")

    @cached_property
    def parts_add_up(self) -> frozenset[tuple[str, str]]:
        """(relation, part) of those whose values this dataset delivers to be summed."""
        targets = (target for column in self.dataset.columns if column.adds_up for target in column.targets)
        return frozenset((target.relation, target.name) for target in targets if target.role == "part")

    @cached_property
    def parts(self) -> Mapping[str, tuple[tuple[str, str, Target], ...]]:
        """(part, header, target) of every column that supplies a part, by relation."""
        found: dict[str, list[tuple[str, str, Target]]] = {}
        for column in self.dataset.columns:
            for target in column.targets:
                if target.role == "part":
                    found.setdefault(target.relation, []).append((target.name, column.header, target))
        return {relation: tuple(parts) for relation, parts in found.items()}

    @cached_property
    def role_headers(self) -> Mapping[tuple[str, str], str]:
        """The header of the key column of the row's own ends, by (role, "")."""
        roles = {"subject", "object"}
        found = ((column.header, target) for column in self.dataset.columns for target in column.targets)
        return {(target.role, target.relation): header for header, target in found if target.role in roles}

    @cached_property
    def end_headers(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """The headers of the key columns of the far ends of each (role, relation): a mother's and a father's are two of one."""
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for column in self.dataset.columns:
            for target in column.targets:
                if target.role in {"from", "to"}:
                    end = target.role, target.relation
                    found[end] = (*found.get(end, ()), column.header)
        return found

    @cached_property
    def name_headers(self) -> Mapping[tuple[str, str], str]:
        """The header of the name column of each (end, relation)."""
        found = ((column.header, target) for column in self.dataset.columns for target in column.targets)
        return {(target.name, target.relation): header for header, target in found if target.role == "name"}

    @cached_property
    def address_headers(self) -> Mapping[str, str]:
        """The header of the column whose address goes with the name of each end."""
        found = ((column.header, target) for column in self.dataset.columns for target in column.targets)
        return {target.name: header for header, target in found if target.role == "namedWith"}

    @cached_property
    def meta(self) -> Mapping[str, str]:
        """The header of each technical column, by what it tells."""
        found = ((column.header, target) for column in self.dataset.columns for target in column.targets)
        return {target.name: header for header, target in found if target.role == "meta"}

    def kind(self, header: str) -> str:
        """The kind of value in a column."""
        return self._kinds[header]

    @cached_property
    def _kinds(self) -> Mapping[str, str]:
        return {column.header: column.recipe.kind for column in self.dataset.columns}


def limits(form: RowForm, cells: Cells) -> Limits:
    """What the cases of the dataset leave of this row."""
    result = EVERYTHING
    for column in form.case_columns:
        cell = cells.get(column.header, NOTHING)
        said = _said(cell.values[0]) if cell.values else ""
        case = next((case for case in column.cases if said in case.values), None)
        case = case or next((case for case in column.cases if not case.values), None)
        if case is not None:
            result = Limits(_both(result.supplies, case.supplies), _both(result.relations, case.relations))
    return result


def _said(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _both(first: frozenset[T] | None, second: frozenset[T] | None) -> frozenset[T] | None:
    if first is None or second is None:
        return second if first is None else first
    return first & second


def attribute_values(form: RowForm, cells: Cells) -> dict[str, Supplied]:
    """What the row gives to each attribute; a single-valued attribute takes the first value of its cell.

    A passport, permit or registration number in the place of the number that an attribute is about names the entity, and
    gives that attribute no value.
    """
    allowed = limits(form, cells) if form.case_columns else EVERYTHING
    found: dict[str, Supplied] = {}
    for attribute, many, header, target in form.attribute_columns:
        cell = cells.get(header, NOTHING)
        if cell.values and attribute not in found and allowed.allows(target):
            found[attribute] = Supplied(header, cell.values if many else cell.values[:1])
    for attribute, kind in form.numbers.items():
        if attribute in found and not own_key(kind, str(found[attribute].values[0])):
            del found[attribute]
    return found


def recency(form: RowForm, cells: Cells, as_of: str) -> str:
    """When the row was true: its own update time, else its observation, else the end of its period, else the as-of day."""
    for name in ("updatedAt", "observedOn"):
        if told := _meta(form, cells, name):
            return told
    return end_of_period(period(form, cells)) or as_of


def period(form: RowForm, cells: Cells) -> str:
    """The period that the row is about ("2021", "2021-05"), or nothing."""
    return _meta(form, cells, "period")


def operation(form: RowForm, cells: Cells) -> str:
    """The change flag of the row: "I", "U", "D" or nothing."""
    return _meta(form, cells, "operation").upper()


def _meta(form: RowForm, cells: Cells, name: str) -> str:
    header = form.meta.get(name)
    cell = cells.get(header, NOTHING) if header else NOTHING
    return str(cell.values[0]) if cell.values else ""


def end_of_period(told: str) -> str:
    """The last day of a year, month or day given as ISO text."""
    if len(told) == 4:
        return f"{told}-12-31"
    if len(told) == 7:
        return f"{told}-{monthrange(int(told[:4]), int(told[5:]))[1]:02}"
    return told
