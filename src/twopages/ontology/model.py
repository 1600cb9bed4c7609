"""The Model: the ontology compiled once into frozen values; every room below reads it and none changes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NewType

from twopages.ontology.derivation import Derivation, StateRule
from twopages.ontology.label import Grade, Label, Language
from twopages.ontology.licence import LicenceType, Scene
from twopages.ontology.purpose import Approval, Purpose, Use, ViewerRole
from twopages.ontology.rule import Condition, Far, timed
from twopages.ontology.service import Service
from twopages.values import Recipe

__all__ = [  # what purposes and labels are is said in files of their own
    "Approval",
    "Attribute",
    "Block",
    "Case",
    "Code",
    "CodeList",
    "Column",
    "Dataset",
    "Department",
    "Digest",
    "EntityClass",
    "Grade",
    "Group",
    "Label",
    "Language",
    "Library",
    "LicenceType",
    "Model",
    "Part",
    "Purpose",
    "Relation",
    "Scene",
    "Service",
    "Tag",
    "TagGroup",
    "Target",
    "Use",
    "ViewerRole",
]

Digest = NewType("Digest", str)


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list: its labels, what else deliveries call it, and where it went when it was retired.

    `layer`: how a map draws what is of this category.
    """

    id: str
    label: Label
    variants: tuple[str, ...] = ()
    replaced_by: str | None = None
    broader: str | None = None
    layer: str = ""


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list (SKOS concept scheme); `index` maps every accepted spelling to its present code."""

    id: str
    label: Label
    standard: str
    codes: Mapping[str, Code]
    index: Mapping[str, str]

    def find(self, text: str) -> str | None:
        """The present code that a cleaned cell means, or None."""
        return self.index.get(text)


@dataclass(frozen=True, slots=True)
class Group:
    """A block of a page: attributes that belong together, in the order of the ontology."""

    id: str
    label: Label
    order: int


@dataclass(frozen=True, slots=True)
class Block:
    """Relations that the page of a class shows together: as a list, as a tree of ownership, or as a list with a map."""

    id: str
    cls: str
    label: Label
    order: int
    relations: tuple[str, ...]
    look: Literal["list", "tree", "map"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A property of a class.

    `kind` is a kind of `twopages.values`; `codes` the list of a code or division; `authorities` are dataset ids, the
    first is *the* source; `preference` "lowest-code" lets the lowest code of the best source win (lists whose first
    codes are the highest levels); `plain` says that the winning value stands in plain on the entity's node because
    search or relations need it; `derivation` gives the value where no source does; `tells_of_another`: the value is about
    another subject and goes when that one is erased.
    """

    id: str
    cls: str
    label: Label
    description: Label
    kind: str
    codes: str | None
    many: bool
    grade: Grade
    group: str
    authorities: tuple[str, ...]
    mask: str | None
    prefill: bool
    self_declarable: bool
    preference: Literal["lowest-code"] | None
    plain: bool
    equivalents: tuple[str, ...]
    order: int
    derivation: Derivation | None = None
    flag: bool = False
    searchable: bool = False
    tells_of_another: bool = False

    @property
    def flag_name(self) -> str:
        """What the flag is called on the node: `hasLeaseContractNumber`."""
        return f"has{self.id[:1].upper()}{self.id[1:]}"


@dataclass(frozen=True, slots=True)
class Part:
    """An attribute of a relation."""

    id: str
    label: Label
    kind: str
    codes: str | None


@dataclass(frozen=True, slots=True)
class Relation:
    """A kind of edge.

    `sources` in order of authority; `represents`: the from end acts for the to end and may open its file, for those alone
    that `represents_while` finds where there is such a condition; `authorises`: the from end is an agent of those to ends that
    one of these finds; `far_key` "broader": the first part of the far end's key is
    the broader code of the near one's; `state_rule`: how the state of the to end moves that of the from end; `share`: the part
    that says which share of the to end the from end owns; `ends`: what people call the one at its from end, and the one at its
    to end ("parent", "child"); `owner`: the end to which what is at the other end belongs.
    """

    id: str
    from_classes: tuple[str, ...]
    to_classes: tuple[str, ...]
    label: Label
    inverse: Label
    description: Label
    symmetric: bool
    parts: Mapping[str, Part]
    sources: tuple[str, ...]
    grade: Grade
    represents: bool = False
    represents_while: Far | None = None
    authorises: tuple[Far, ...] = ()
    far_key: Literal["broader"] | None = None
    state_rule: StateRule | None = None
    share: str | None = None
    ends: tuple[Label, Label] | None = None
    owner: Literal["from", "to"] | None = None


@dataclass(frozen=True, slots=True)
class EntityClass:
    """A class of entities.

    `key` are the attributes whose values identify one; `other_keys` attributes that may stand in its place (an old
    number); `names` and `texts` attributes by which rows may link to it when exactly one entity has the value;
    `caption` the attribute that is its short name; `subject` says that it has a page; `lies_in` the attributes that hold
    the divisions in which its texts lie, the widest first; `addresses` attributes that tell several entities of one name apart;
    `located_by` the attribute that holds its shape, or the two that hold its longitude and latitude; `near_over`: what is
    related over these to a place within `near_metres` of its shape is near it.
    """

    id: str
    label: Label
    description: Label
    key: tuple[str, ...]
    other_keys: tuple[str, ...]
    names: tuple[str, ...]
    texts: tuple[str, ...]
    caption: str
    subject: bool
    equivalents: tuple[str, ...]
    attributes: tuple[str, ...]  # ids in the order of the pages
    lies_in: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    located_by: tuple[str, ...] = ()
    near_over: tuple[str, ...] = ()
    near_metres: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """What a column is for.

    `role`: "attribute" (name: attribute id), "part" (relation and name), "subject", "object", "from", "to" (the key of
    that end; from and to with their relation), "name" (the name of an end: name is "subject", "object" or "to", with
    its relation), "namedWith" (the address that goes with the name of the end called name), "meta" (name), "skip".
    """

    role: Literal["attribute", "part", "subject", "object", "from", "to", "name", "namedWith", "meta", "skip"]
    name: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """How a row is read when a column that tells its type, end or head holds one of `values`.

    `values` are cleaned and in small letters ("true" and "false" for a boolean); without any, the case holds for all
    other values. `supplies` limits the row to those targets and `relations` to those relations; None limits nothing.
    """

    values: frozenset[str]
    supplies: frozenset[Target] | None
    relations: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A header of a delivery and what becomes of its cells.

    `adds_up`: values of one subject and period are summed; `format` is the pattern of a date that is due (csvw:format,
    such as "yyyyMMdd"); `written` says how the office writes codes: "" as codes, "label" as their Chinese labels,
    "mixed" as either; `whose`: the end of a relation row, "subject" or "object", whose attributes it supplies where both
    ends have them; a `virtual` column is not delivered: its cell is its default, or the cell under the header `copies`.
    """

    header: str
    position: int
    targets: tuple[Target, ...]
    recipe: Recipe
    required: bool
    adds_up: bool
    cases: tuple[Case, ...]
    grade: Grade  # of what it supplies, at least 4 for an identity number: decides how a failing cell may be shown
    format: str = ""
    written: Literal["", "label", "mixed"] = ""
    whose: Literal["", "subject", "object"] = ""
    virtual: bool = False
    copies: str = ""

    @property
    def loaded(self) -> bool:
        """False for a column that is delivered and not kept."""
        return all(target.role != "skip" for target in self.targets)


@dataclass(frozen=True, slots=True)
class Department:
    """Who is responsible for datasets."""

    id: str
    label: Label
    level: str


@dataclass(frozen=True, slots=True)
class Library:
    """A composite or theme library; a topical one has a parent. `tags`: departments deliver tags in it."""

    id: str
    label: Label
    kind: str
    parent: str | None
    description: Label
    tags: bool = False


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table of a library.

    `subject` is a class id, or None when its rows are relations; `relations` are those that its rows can assert;
    `title_rows` counts the merged rows that stand above the header of its workbook.
    """

    id: str
    label: Label
    description: Label
    library: str
    department: str
    subject: str | None
    registers: frozenset[str]
    key_columns: tuple[str, ...]
    update_cycle: str
    mode: str
    format: str
    grade: Grade
    share_type: str
    columns: tuple[Column, ...]
    relations: tuple[str, ...]
    title_rows: int = 0

    def column(self, header: str) -> Column:
        """The column with this header; KeyError when there is none."""
        return next(column for column in self.columns if column.header == header)


@dataclass(frozen=True, slots=True)
class TagGroup:
    """Tags of a class that belong together, in the order of the page."""

    id: str
    cls: str
    label: Label
    order: int


@dataclass(frozen=True, slots=True)
class Tag:
    """An attribute tag: a rule that an entity of the class meets or not.

    `explanation` is what the subject reads; `used_by` names purposes and services ("purpose/elderly-care-service"); every
    change of the rule raises `version`; `order` is its place among all tags.
    """

    id: str
    cls: str
    label: Label
    explanation: Label
    group: str
    grade: Grade
    legal_basis: Label
    used_by: tuple[str, ...]
    version: int
    condition: Condition
    order: int

    @property
    def timed(self) -> bool:
        """Whether the calendar alone can give or take it."""
        return timed(self.condition)


@dataclass(frozen=True, slots=True)
class Model:
    """The whole ontology, compiled; `digest` changes with any term of it."""

    digest: Digest
    classes: Mapping[str, EntityClass]
    attributes: Mapping[str, Attribute]
    relations: Mapping[str, Relation]
    groups: Mapping[str, Group]
    code_lists: Mapping[str, CodeList]
    departments: Mapping[str, Department]
    libraries: Mapping[str, Library]
    datasets: Mapping[str, Dataset]
    blocks: Mapping[str, Block] = field(default_factory=dict)
    licence_types: Mapping[str, LicenceType] = field(default_factory=dict)
    scenes: Mapping[str, Scene] = field(default_factory=dict)
    tag_groups: Mapping[str, TagGroup] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    purposes: Mapping[str, Purpose] = field(default_factory=dict)
    viewer_roles: Mapping[str, ViewerRole] = field(default_factory=dict)
    approvals: Mapping[str, Approval] = field(default_factory=dict)
    uses: Mapping[str, Use] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)

    def rank(self, attribute: str, dataset: str) -> int:
        """The place of a dataset among the authorities of an attribute, 1 for *the* source."""
        return self.attributes[attribute].authorities.index(dataset) + 1
