"""Tombstones: keyed hashes that outlast an erased subject, and what they leave of a row. Pure."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from twopages.feed.claims import named_by_cells
from twopages.feed.link import Linker
from twopages.feed.records import Told
from twopages.feed.row import Cell
from twopages.keys import KeyRing
from twopages.ontology.model import Column, Model, Target
from twopages.values import normal_name

Kind = Literal[
    "key",  # of the erased subject: a row that names it loses what is about it
    "own",  # of a thing or a row that was the erased subject's alone: it goes unless it names another subject
    "near",  # of a subject that was related to it: what its rows say of the erased one goes
]
KINDS: tuple[Kind, ...] = get_args(Kind)
ERASED = "ERASED"  # the code of rows that are about nobody but who was erased
SHORTEST = 2  # characters that tell a name apart from a code


@dataclass(frozen=True, slots=True)
class Tombstone:
    """One of them: the id that it binds, and keyed hashes of values that told of the erased subject where others name it.

    `cls` is the class of the erased subject, where it was known.
    """

    id: str
    kind: Kind
    values: frozenset[str] = frozenset()
    cls: str = ""

    def plus(self, more: "Tombstone | None") -> "Tombstone":
        """Both of one id together; that of a key binds most."""
        if more is None:
            return self
        return Tombstone(self.id, min(self.kind, more.kind, key=KINDS.index), self.values | more.values, more.cls)


def near_id(keys: KeyRing, entity: str) -> str:
    """What binds the rows of a subject that was related to an erased one; it does not say which subject that is."""
    return keys.hash_id("near", entity)


def value_hash(keys: KeyRing, tombstone: str, text: str) -> str:
    """A value of an erased subject as its tombstone keeps it; equal only under one tombstone."""
    return keys.hash_id("value", tombstone, normal_name(text))


@dataclass(frozen=True, slots=True)
class Named:
    """Whom the key cells of a row name: by header, what the cell is for and the ids of its keys; subjects with their class."""

    cells: tuple[tuple[str, Target, frozenset[str]], ...]
    subjects: Mapping[str, str]
    slot: str

    @property
    def ids(self) -> frozenset[str]:
        """The ids of all of them."""
        return frozenset().union(*(ids for _, _, ids in self.cells))

    @property
    def found_by(self) -> frozenset[str]:
        """By what the row is found where no edge leads to it: whom it names, and its place in its dataset."""
        return self.ids | {self.slot}

    def binding(self, keys: KeyRing) -> frozenset[str]:
        """The ids of all tombstones that could concern the row."""
        return self.found_by | {near_id(keys, name) for name in self.subjects}


def named(linker: Linker, told: Told) -> Named:
    """Whom a row names by key, whether or not it may be taken."""
    found = [
        (header, target, end, frozenset(linker.id_of(ref) for ref in end if ref.scheme == "key"))
        for header, target, end in named_by_cells(told.form, told.cells, told.values)
    ]
    refs = (ref for _, _, end, _ in found for ref in end if ref.scheme == "key")
    subjects = {linker.id_of(ref): ref.cls for ref in refs if linker.model.classes[ref.cls].subject}
    return Named(tuple((header, target, ids) for header, target, _, ids in found if ids), subjects, told.slot)


@dataclass(frozen=True)
class Binding:
    """The tombstones that concern some rows, by id, and what they leave of each."""

    linker: Linker
    stones: Mapping[str, Tombstone]
    keys: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "keys", frozenset(name for name, item in self.stones.items() if item.kind == "key"))

    def left(self, told: Told, whom: Named | None = None) -> Told | None:
        """The row itself where nothing concerns it, the row without the cells about who was erased, or None where nothing remains.

        `whom` it names, where that is known already.
        """
        whom = whom or named(self.linker, told)
        concerned = [self.stones[name] for name in whom.binding(self.linker.keys) if name in self.stones]
        if not concerned:
            return told
        gone = self._gone(told, whom, concerned)
        kept = {header: cell for header, cell in told.cells.items() if header not in gone}
        left = replace(told, cells=kept) if gone else told
        bound = any(item.kind != "near" for item in concerned)
        return left if not bound or self._says(left, whom.subjects.keys() - self.keys) else None

    def _gone(self, told: Told, whom: Named, concerned: list[Tombstone]) -> frozenset[str]:
        ends = [(header, target) for header, target, ids in whom.cells if ids & self.keys]
        others = [target for _, target, ids in whom.cells if not ids & self.keys]
        telling = [item for item in concerned if not self._another(whom, item)]
        return frozenset(
            column.header
            for column in told.form.dataset.columns
            if column.header in told.cells
            and (_of_ends(told, column, ends, others) or self._repeats(told, column, telling))
        )

    def _another(self, whom: Named, item: Tombstone) -> bool:
        """Whether the row of a subject that was near names another one of the erased one's class: then it tells of that one."""
        if item.kind != "near":
            return False
        others = {name for name, cls in whom.subjects.items() if cls == item.cls} - self.keys
        return any(near_id(self.linker.keys, name) != item.id for name in others)

    def _repeats(self, told: Told, column: Column, concerned: list[Tombstone]) -> bool:
        """Whether a cell that may be about another subject tells what is known of the erased one."""
        if not _tells_of_another(self.linker.model, column):
            return False
        texts = said(told.cells[column.header])
        return any(value_hash(self.linker.keys, item.id, text) in item.values for item in concerned for text in texts)

    def _says(self, left: Told, living: Set[str]) -> bool:
        """Whether a row still says something about another subject: of it, or of how it is related to a third."""
        claims, id_of = left.claims, self.linker.id_of
        ends = [end for end, attributes in claims.supplies if attributes]
        ends += [end for item in claims.assertions for end in (item.from_end, item.to_end)]
        return any(id_of(ref) in living for end in ends for ref in end if ref.scheme == "key")


def said(cell: Cell) -> set[str]:
    """What a cell says, as delivered and as cleaned."""
    texts = {cell.delivered, *map(str, cell.values)}
    return {text for text in texts if len(text) >= SHORTEST}


def _tells_of_another(model: Model, column: Column) -> bool:
    attributes = (model.attributes[item.name] for item in column.targets if item.role == "attribute")
    return any(item.role == "name" for item in column.targets) or any(item.tells_of_another for item in attributes)


def _of_ends(told: Told, column: Column, ends: list[tuple[str, Target]], others: list[Target]) -> bool:
    """Whether a cell is about one of the ends that are gone, as far as the ontology tells."""
    return any(header == column.header or _of_end(told, column, target, others) for header, target in ends)


def _of_end(told: Told, column: Column, end: Target, others: list[Target]) -> bool:
    """The name that goes with the key, and the attributes that no other end of the row could have."""
    called = {(item.name, item.relation) for item in column.targets if item.role in {"name", "namedWith"}}
    if (end.role, end.relation) in called:
        return True
    supplied = [item.name for item in column.targets if item.role == "attribute"]
    if not supplied or end.role not in {"subject", "object"}:
        return False
    theirs = {cls for other in others for cls in _classes(told, other)}
    return all(_theirs(told, name, end, theirs) for name in supplied)


def _theirs(told: Told, name: str, end: Target, others: set[str]) -> bool:
    cls, whose = told.form.model.attributes[name].cls, told.form.whose.get(name)
    return cls in _classes(told, end) and (whose == end.role if whose else cls not in others)


def _classes(told: Told, target: Target) -> tuple[str, ...]:
    """The classes of those whose attributes the row supplies at its own ends; nothing is supplied to far ends."""
    dataset, relations = told.form.dataset, told.form.model.relations
    if target.role not in {"subject", "object"}:
        return ()
    if dataset.subject is not None:
        return (dataset.subject,)
    found = [relations[name] for name in dataset.relations]
    return tuple(cls for item in found for cls in (item.from_classes if target.role == "subject" else item.to_classes))
