"""What a row claims: about whom it is, which attributes it supplies to each end, which relations it asserts, whom it makes known. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from twopages.feed.row import NOTHING, Cells, Limits, RowForm, Supplied, limits
from twopages.ontology.model import EntityClass, Model, Relation, Target
from twopages.values import Value, entity_key, may_be_key, normal_name


class KeyRef(NamedTuple):
    """A way to name an entity: by a key, or by a name or address text that exactly one entity of the class may have.

    `parts` are those of the key; of a name, the name alone or the name and an address.
    """

    scheme: str  # "key", "name" or "text"
    cls: str
    parts: tuple[str, ...]


Classes = tuple[EntityClass, ...]
End = tuple[KeyRef, ...]  # names the one entity that answers to any of them; empty: names nobody
BY_NAME, BY_NAME_AND_ADDRESS = "name", "name and address"  # how a row is linked that tells no key


@dataclass(frozen=True, slots=True)
class Assertion:
    """A relation that a row asserts between two ends, with its attributes."""

    relation: str
    from_end: End
    to_end: End
    parts: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Claims:
    """All that one row says.

    `subject` is the row's own subject, `other` the second end of a row about a relation; `supplies` which attributes of
    which end; `registers` the entities that it makes known, each with the further keys that lead to it.
    """

    subject: End
    other: End
    supplies: tuple[tuple[End, tuple[str, ...]], ...]
    assertions: tuple[Assertion, ...]
    registers: tuple[tuple[KeyRef, tuple[KeyRef, ...]], ...]


def claims(form: RowForm, cells: Cells, values: Mapping[str, Supplied]) -> Claims:
    """What the row says of whom; ends that it cannot name are empty. `values` are its attribute values."""
    return _RowReader(form, cells, values).claims()


def named_by_cells(form: RowForm, cells: Cells, values: Mapping[str, Supplied]) -> Iterator[tuple[str, Target, End]]:
    """The header of each key cell, what it is for and whom it names, whether or not the row asserts anything of them."""
    yield from _RowReader(form, cells, values).named()


class _RowReader:
    """One row being read: its limits and values are worked out once and shared by the steps."""

    def __init__(self, form: RowForm, cells: Cells, values: Mapping[str, Supplied]) -> None:
        self.form, self.model, self.cells, self.values = form, form.model, cells, values
        self.limits: Limits = limits(form, cells)
        self.asserted = tuple(name for name in form.dataset.relations if self.limits.asserts(name))
        self.subject_classes, self.other_classes = self._end_classes()

    def claims(self) -> Claims:
        subject = self._own_end("subject", self.subject_classes)
        other = self._own_end("object", self.other_classes)
        assertions = tuple(self._assertions(subject, other))
        return Claims(
            subject, other, tuple(self._supplies(subject, other)), assertions, tuple(self._registers(subject, other))
        )

    def named(self) -> Iterator[tuple[str, Target, End]]:
        own = {"subject": self.subject_classes, "object": self.other_classes}
        for column in self.form.dataset.columns:
            for target in column.targets if self._text(column.header) else ():
                if target.role in own:
                    yield column.header, target, self._own_end(target.role, own[target.role])
                elif target.role in {"from", "to"}:
                    yield column.header, target, self._far(column.header, target)

    def _far(self, header: str, target: Target) -> End:
        relation = self.model.relations[target.relation]
        names = relation.from_classes if target.role == "from" else relation.to_classes
        return self._far_end(header, relation, tuple(self.model.classes[name] for name in names))

    def _end_classes(self) -> tuple[Classes, Classes]:
        """The classes that the subject and the other end of the row may be of."""
        classes, dataset = self.model.classes, self.form.dataset
        if dataset.subject is not None:
            return (classes[dataset.subject],), ()
        relation = self.model.relations[(self.asserted or dataset.relations)[0]]
        return tuple(classes[name] for name in relation.from_classes), tuple(
            classes[name] for name in relation.to_classes
        )

    def _own_end(self, role: str, classes: Classes) -> End:
        header = self.form.role_headers.get((role, ""))
        told = self._text(header) if classes else ""
        if told and header:
            fit = classes_named(self.model, classes, self.form.kind(header), told)
            return tuple(ref for cls in fit for ref in self._keyed(cls, told, self._near_parts(cls)))
        name = self._text(self.form.name_headers.get((role, ""))) or self._own_name(classes, role)
        return self._named(classes, name, self._text(self.form.address_headers.get(role)))

    def _own_name(self, classes: Classes, role: str) -> str:
        """Where the key is empty and no name column stands for it, the name that the row supplies."""
        return next((name for cls in classes for name in self._told(cls.names, role)), "")

    def _near_parts(self, cls: EntityClass) -> tuple[str, ...]:
        """The leading parts of a composite key, from the row's own attributes."""
        return tuple(str(self.values[part].values[0]) if part in self.values else "" for part in cls.key[:-1])

    def _keyed(self, cls: EntityClass, told: str, leading: tuple[str, ...]) -> End:
        parts = (*leading, self._canonical(cls, told))
        return (KeyRef("key", cls.id, parts),) if all(parts) else ()

    def _canonical(self, cls: EntityClass, told: str) -> str:
        """A column of text may carry a checked key in any spelling; what fails the check is a key of another kind."""
        return entity_key(self.model.attributes[cls.key[-1]].kind, told)

    def _named(self, classes: Classes, told: str, address: str = "") -> End:
        """Ends named by a name; the address that is told with it decides among several of that name."""
        name, places = normal_name(told), self.form.addresses.named(address) if address else ()
        known = [cls.id for cls in classes if cls.names] if name else []
        placed = [cls.id for cls in classes if cls.addresses and cls.id in known]
        return (
            *(KeyRef("name", cls, (name,)) for cls in known),
            *(KeyRef("name", cls, (name, place)) for cls in placed for place in places),
        )

    def _text(self, header: str | None) -> str:
        cell = self.cells.get(header, NOTHING) if header else NOTHING
        return str(cell.values[0]) if cell.values else ""

    def _supplies(self, subject: End, other: End) -> Iterator[tuple[End, tuple[str, ...]]]:
        whose, attributes = self.form.whose, self.model.attributes
        for role, end in (("subject", subject), ("object", other)):
            if end:
                classes = {ref.cls for ref in end}
                own = (name for name in self.values if attributes[name].cls in classes)
                yield end, tuple(name for name in own if whose.get(name, role) == role)

    def _assertions(self, subject: End, other: End) -> Iterator[Assertion]:
        for name in self.asserted:
            near_is_from, fars = self._fars(self.model.relations[name], other)
            for far in fars:
                if far and subject:
                    ends = (subject, far) if near_is_from else (far, subject)
                    yield Assertion(name, *ends, self._parts(name))

    def _fars(self, relation: Relation, other: End) -> tuple[bool, tuple[End, ...]]:
        """Whether the row's subject is the from end, and the other ends: each once, one for each column that names one."""
        if self.form.dataset.subject is None:
            return True, (other,)
        role: Literal["to", "from"] = "to" if ("to", relation.id) in self.form.end_headers else "from"
        classes = tuple(self.model.classes[name] for name in getattr(relation, f"{role}_classes"))
        headers = self.form.end_headers.get((role, relation.id), ())
        keyed = dict.fromkeys(end for header in headers if (end := self._far_end(header, relation, classes)))
        name = "" if keyed else self._text(self.form.name_headers.get((role, relation.id)))
        return role == "to", tuple(keyed) or (self._named(classes, name),)

    def _far_end(self, header: str, relation: Relation, classes: Classes) -> End:
        """Whom the key in a column names."""
        told, kind = self._text(header), self.form.kind(header)
        fit = classes_named(self.model, classes, kind, told) if told else ()
        if kind == "address" and fit and fit[0].texts:
            return tuple(KeyRef("text", fit[0].id, (key,)) for key in self.form.addresses.named(told))
        return tuple(ref for cls in fit for ref in self._keyed(cls, told, self._far_parts(relation, cls)))

    def _far_parts(self, relation: Relation, cls: EntityClass) -> tuple[str, ...]:
        near = self._near_parts(cls)
        return tuple(self._broader(cls.key[0], part) for part in near) if relation.far_key == "broader" else near

    def _broader(self, attribute: str, code: str) -> str:
        codes = self.model.code_lists[self.model.attributes[attribute].codes or ""].codes
        return (codes[code].broader or "") if code in codes else ""

    def _parts(self, relation: str) -> dict[str, Value]:
        columns = self.form.parts.get(relation, ())
        found = (
            (part, self.cells.get(header, NOTHING)) for part, header, target in columns if self.limits.allows(target)
        )
        return {part: cell.values[0] for part, cell in found if cell.values}

    def _registers(self, subject: End, other: End) -> Iterator[tuple[KeyRef, tuple[KeyRef, ...]]]:
        for role, end in (("subject", subject), ("object", other)):
            if len(end) == 1 and end[0].cls in self.form.dataset.registers and end[0].scheme == "key":
                further = self._further_keys(self.model.classes[end[0].cls], role)
                yield end[0], tuple(ref for ref in further if ref != end[0])

    def _further_keys(self, cls: EntityClass, role: str) -> Iterator[KeyRef]:
        """The other ways that lead to an entity: an old number, its name (alone and with its address), its address texts."""
        for value in self._told(cls.other_keys, role):
            yield KeyRef("key", cls.id, (self._canonical(cls, value),))
        for value in self._told(cls.names, role):
            name = normal_name(value)
            yield KeyRef("name", cls.id, (name,))
            for place in self.form.addresses.claimed(self._told(cls.addresses, role)):
                yield KeyRef("name", cls.id, (name, place))
        for key in self.form.addresses.claimed(self._told(cls.texts, role), self._told(cls.lies_in, role)):
            yield KeyRef("text", cls.id, (key,))

    def _told(self, attributes: tuple[str, ...], role: str) -> Iterator[str]:
        """The values that the row gives to attributes of one of its ends."""
        for attribute in attributes:
            if attribute in self.values and self.form.whose.get(attribute, role) == role:
                yield from map(str, self.values[attribute].values)


def classes_named(model: Model, classes: Classes, kind: str, told: str) -> Classes:
    """The classes whose key a column of this kind may hold: the only one, those whose key is of that kind, or those whose keys look so."""
    if len(classes) == 1:
        return classes
    kinds = {cls.id: model.attributes[cls.key[-1]].kind for cls in classes}
    of_kind = tuple(cls for cls in classes if kinds[cls.id] == kind)
    return of_kind or tuple(cls for cls in classes if may_be_key(kinds[cls.id], told))
