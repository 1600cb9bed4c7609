"""The GraphQL types that no ontology changes: envelopes and lineage, records, pages of lists."""

from enum import Enum, EnumMeta
from typing import Any, NewType, TypeVar

import strawberry
from strawberry.types.scalar import ScalarDefinition

from twopages.ontology.model import Attribute, Part

DecimalText = NewType("DecimalText", str)
DateText = NewType("DateText", str)
AnyValue = NewType("AnyValue", str)

T = TypeVar("T")
EnumType = TypeVar("EnumType", bound=EnumMeta)

SCALARS: dict[object, ScalarDefinition] = {
    DecimalText: strawberry.scalar(name="Decimal", description="An exact decimal number as text: 12000, 0.5."),
    DateText: strawberry.scalar(name="Date", description="A day, month or year, as precise as known: 2021-05-17."),
    AnyValue: strawberry.scalar(name="Value", description="A value as its envelope has it: text, number or truth."),
}


def _said(text: str) -> Any:
    """A field with a description."""
    return strawberry.field(description=text)


def _output(cls: type[T]) -> type[T]:
    """A type whose docstring is its description."""
    return strawberry.type(cls, description=cls.__doc__)


def _interface(cls: type[T]) -> type[T]:
    """An interface whose docstring is its description."""
    return strawberry.interface(cls, description=cls.__doc__)


def _enum(cls: EnumType) -> EnumType:
    """An enumeration whose docstring is its description."""
    return strawberry.enum(cls, description=cls.__doc__)


@_enum
class Agreement(Enum):
    """Whether the sources of a value agree; a value that is merely older is no conflict."""

    AGREED = "AGREED"
    SINGLE = "SINGLE"
    CONFLICT = "CONFLICT"


@_enum
class Verdict(Enum):
    """How another source stands to the value that holds.

    AGREES: it says the same. OUTDATED: it says something else, and is older than the source that won or repeats an
    earlier version of it. CONTRADICTS: it says something else. INPUT: a derived value follows from it.
    """

    AGREES = "AGREES"
    OUTDATED = "OUTDATED"
    CONTRADICTS = "CONTRADICTS"
    INPUT = "INPUT"


@_output
class Label:
    """A text in the two languages of the pages."""

    zh: str = _said("In Chinese.")
    en: str = _said("In English.")


@_output
class Dataset:
    """A table of a library."""

    id: strawberry.ID = _said("Its id in the ontology.")
    label: Label = _said("Its name.")


@_output
class Department:
    """Who is responsible for a dataset."""

    id: strawberry.ID = _said("Its id in the ontology.")
    label: Label = _said("Its name.")


@_output
class Delivery:
    """Where a record came in."""

    batch: strawberry.ID = _said("The delivery.")
    file: str = _said("Name of the delivered file.")
    sha256: str = _said("Checksum of the file.")
    row: int = _said("Number of the row in the file, from 1.")
    as_of: DateText = _said("Day that the delivery speaks of.")
    mode: str = _said("full or changes.")


@_interface
class Lineage:
    """Where something comes from."""

    record: strawberry.ID = _said("The record that says so.")
    dataset: Dataset = _said("The dataset that the record is a row of.")
    department: Department = _said("Who is responsible for the dataset.")
    observed: str = _said("When the record was true, as its department says.")
    recorded: str = _said("When the delivery was taken in.")
    delivery: Delivery = _said("The delivery, its file and the row in it.")


@_output
class Source(Lineage):
    """The record that a value comes from."""

    rank: int = _said("Place of the dataset among the authorities of the attribute; 1 is the source.")
    period: str = _said("Period that the record is about, or nothing.")
    attribute: str | None = _said("Attribute that it supplies; another than the envelope's where that is derived.")
    relation: str | None = _said("Relation that it asserts, where a derived value follows one.")
    since: DateText | None = _said("Day from which the row says it held, where it says so.")
    until: DateText | None = _said("Day until which the row says it held, where it says so.")
    header: str = _said("Header of the column in the delivery; empty for a relation.")
    delivered: str = _said("The cell as it was delivered; empty where it is about somebody else.")


@_output
class OtherSource(Source):
    """Another record that gives the attribute a value."""

    verdict: Verdict = _said("How it stands to the value that holds.")
    as_written: bool = _said("Whether its cell is written as in the record that won.")
    values: list[AnyValue] = _said("What it says.")
    labels: list[Label | None] | None = _said("Labels of the values where they are codes.")


@_output
class LinkSource(Lineage):
    """A record that asserts a relation."""


@_output
class Conflict:
    """How many other sources stand how to the value that holds."""

    agrees: int = _said("Say the same.")
    written_otherwise: int = _said("Say the same, written otherwise.")
    outdated: int = _said("Say something else, and are outdated.")
    contradicts: int = _said("Say something else.")


@_interface
class Envelope:
    """A value with its lineage."""

    attribute: str = _said("Id of the attribute in the ontology.")
    title: Label = _said("Name of the attribute.")
    grade: int = _said("Harm to the subject when leaked, 1 to 4.")
    agreement: Agreement = _said("Whether the sources agree.")
    conflict: Conflict = _said("How the other sources stand to the value.")
    derived: bool = _said("Whether it was worked out from other values and relations, since no source gives it.")
    masked: list[str] | None = _said("What may be shown of the values, where the purpose gives them only masked.")
    source: Source | None = _said(
        "The record that the value comes from; none where a derived value says that nothing is on record."
    )
    others: list[OtherSource] = _said("What other records say, in order of authority; of a derived value, its inputs.")


@_output
class TextEnvelope(Envelope):
    """A text with its lineage."""

    value: str | None = _said("The value that holds; null where it is masked.")


@_output
class IntegerEnvelope(Envelope):
    """A whole number with its lineage."""

    value: int | None = _said("The value that holds; null where it is masked.")


@_output
class DecimalEnvelope(Envelope):
    """An exact decimal number with its lineage."""

    value: DecimalText | None = _said("The value that holds; null where it is masked.")


@_output
class DateEnvelope(Envelope):
    """A day, month or year with its lineage."""

    value: DateText | None = _said("The value that holds; null where it is masked.")


@_output
class BooleanEnvelope(Envelope):
    """Yes or no with its lineage."""

    value: bool | None = _said("The value that holds; null where it is masked.")


@_output
class CodeEnvelope(Envelope):
    """A code with its lineage."""

    value: str | None = _said("The code that holds; null where it is masked.")
    label: Label | None = _said("What the code means.")


@_output
class Member:
    """One of several values, with its lineage."""

    value: AnyValue = _said("The value.")
    label: Label | None = _said("What it means, where it is a code.")
    sources: list[Source] = _said("The records that say it, best first.")


@_output
class TextListEnvelope(Envelope):
    """Several texts with their lineage."""

    values: list[str] = _said("The values of all sources.")
    members: list[Member] = _said("Each value with the sources that say it.")


@_output
class IntegerListEnvelope(Envelope):
    """Several whole numbers with their lineage."""

    values: list[int] = _said("The values of all sources.")
    members: list[Member] = _said("Each value with the sources that say it.")


@_output
class DecimalListEnvelope(Envelope):
    """Several exact decimal numbers with their lineage."""

    values: list[DecimalText] = _said("The values of all sources.")
    members: list[Member] = _said("Each value with the sources that say it.")


@_output
class DateListEnvelope(Envelope):
    """Several days, months or years with their lineage."""

    values: list[DateText] = _said("The values of all sources.")
    members: list[Member] = _said("Each value with the sources that say it.")


@_output
class BooleanListEnvelope(Envelope):
    """Several truths with their lineage."""

    values: list[bool] = _said("The values of all sources.")
    members: list[Member] = _said("Each value with the sources that say it.")


@_output
class CodeListEnvelope(Envelope):
    """Several codes with their lineage."""

    values: list[str] = _said("The codes of all sources.")
    labels: list[Label | None] = _said("What the codes mean.")
    members: list[Member] = _said("Each code with the sources that say it.")


@_output
class CodeValue:
    """A code and what it means."""

    value: str = _said("The code.")
    label: Label | None = _said("What it means.")


@_output
class Fault:
    """Why a cell means nothing."""

    code: str = _said("The reason, coded.")
    label: Label = _said("The reason in words.")


@_output
class Cell:
    """A cell of a record."""

    header: str = _said("Header of the column in the delivery.")
    delivered: str = _said(
        "The cell as it was delivered; masked where it is about somebody else, or not given for the purpose."
    )
    values: list[AnyValue] = _said("What it means.")
    fault: Fault | None = _said("Why it means nothing, where it failed a check.")
    attributes: list[str] = _said("Attributes of this file that it supplies.")


@_output
class Record:
    """One version of one row of a dataset."""

    id: strawberry.ID = _said("Its id.")
    dataset: Dataset = _said("The dataset that it is a row of.")
    department: Department = _said("Who is responsible for the dataset.")
    present: bool = _said("False for a version that was superseded or retired.")
    observed: str = _said("When it was true, as its department says.")
    recorded: str = _said("When the delivery was taken in.")
    retired: DateText | None = _said("Day from which the dataset no longer holds it; known where history was asked.")
    replaces: strawberry.ID | None = _said("The version before it; known where history was asked.")
    delivery: Delivery = _said("The delivery, its file and the row in it.")
    cells: list[Cell] = _said("Its cells.")


@_output
class PageInfo:
    """Whether there is more of a list."""

    has_next_page: bool = _said("Whether more follow.")
    has_previous_page: bool = _said("Whether this page began after a cursor.")
    start_cursor: str | None = _said("Cursor of the first edge.")
    end_cursor: str | None = _said("Cursor of the last edge, to ask for what follows.")


@_output
class RecordEdge:
    """A record in a list."""

    cursor: str = _said("Marks this place in the list.")
    node: Record = _said("The record.")


@_output
class RecordConnection:
    """A list of records, newest first."""

    edges: list[RecordEdge] = _said("The records of this page.")
    page_info: PageInfo = _said("Whether there is more.")
    total_count: int = _said("How many there are in all.")


@_output
class EntityCaption:
    """An entity by its short name."""

    id: strawberry.ID = _said("Its id.")
    class_: str = strawberry.field(name="class", description="Its class in the ontology.")
    caption: str = _said("Its short name; empty while no record has named it.")


_INTEGER, _DECIMAL, _DATE = {"integer", "year"}, {"money", "decimal", "percentage"}, {"date", "partialDate"}
_ENVELOPES: dict[str, tuple[type, type]] = {
    "text": (TextEnvelope, TextListEnvelope),
    "integer": (IntegerEnvelope, IntegerListEnvelope),
    "decimal": (DecimalEnvelope, DecimalListEnvelope),
    "date": (DateEnvelope, DateListEnvelope),
    "boolean": (BooleanEnvelope, BooleanListEnvelope),
    "code": (CodeEnvelope, CodeListEnvelope),
}
_PARTS: dict[str, Any] = {"text": str, "integer": int, "decimal": DecimalText, "date": DateText, "boolean": bool}
_PARTS["code"] = CodeValue


def family(kind: str, codes: str | None) -> str:
    """The family of values that a kind belongs to."""
    if codes is not None:
        return "code"
    families = (("integer", _INTEGER), ("decimal", _DECIMAL), ("date", _DATE), ("boolean", {"boolean"}))
    return next((name for name, kinds in families if kind in kinds), "text")


def envelope_type(attribute: Attribute) -> type:
    """The envelope of an attribute."""
    return _ENVELOPES[family(attribute.kind, attribute.codes)][attribute.many]


def part_type(part: Part) -> Any:
    """The type of an attribute of a relation."""
    return _PARTS[family(part.kind, part.codes)]
