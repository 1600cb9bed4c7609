"""The types of tags in the schema: the catalogue, the tags that a subject has and had, and why a rule holds for it or not."""

from collections.abc import Callable
from typing import Annotated, Any

import strawberry

from twopages.api.fixed import Agreement, AnyValue, Conflict, DateText, EntityCaption, Label, Source
from twopages.api.history import AsOf


def _said(text: str) -> Any:
    return strawberry.field(description=text)


@strawberry.type(description="A text in the two languages that was written for this answer.")
class Wording:
    """A sentence; a Label is the name of a term."""

    zh: str = _said("In Chinese.")
    en: str = _said("In English.")


@strawberry.type(description="A rule, or a part of one, in words.")
class TagSentence:
    """A line with the lines below it."""

    text: Wording = _said("The line.")
    children: list["TagSentence"] = _said("The lines below it that belong to it.")


@strawberry.type(name="TagGroup", description="Tags of a class that belong together.")
class TagGroupType:
    """A group of the catalogue."""

    id: strawberry.ID = _said("Its id in the ontology.")
    label: Label = _said("Its name.")


@strawberry.type(name="Tag", description="An attribute tag: a rule that a subject meets or not.")
class TagType:
    """A tag as the ontology has it."""

    id: strawberry.ID = _said("Its id in the ontology.")
    class_: str = strawberry.field(name="class", description="The class of its subjects.")
    label: Label = _said("Its name.")
    explanation: Label = _said("What it says, as its subject reads it.")
    group: TagGroupType = _said("The group in which it stands.")
    grade: int = _said("Harm to the subject when leaked, 1 to 4.")
    legal_basis: Label = _said("On what it rests in law.")
    used_by: list[str] = _said("Purposes and services that use it, as in the ontology: purpose/…, service/….")
    version: int = _said("Version of its rule.")
    timed: bool = _said("Whether the calendar alone can give or take it.")
    rule: TagSentence = _said("Its rule in words.")
    attributes: list[str] = _said("Attributes that its rule reads, of whomever.")
    relations: list[str] = _said("Relations that its rule follows.")


@strawberry.type(description="A value that a condition looked at, and where it comes from.")
class TagValue:
    """A value; none of them where nothing is on record, or where they are veiled."""

    entity: strawberry.ID = _said("The entity whose value it is.")
    class_: str = strawberry.field(name="class", description="The class of that entity.")
    attribute: str | None = _said("Id of the attribute, where it is one.")
    relation: str | None = _said("Id of the relation that leads to the entity, where it is a part of that.")
    part: str | None = _said("Which part of the relation it is.")
    title: Label = _said("Name of the attribute or part.")
    values: list[AnyValue] = _said("The values; empty where nothing is on record, or where they are veiled.")
    labels: list[Label | None] | None = _said("Labels of the values where they are codes.")
    veiled: bool = _said("Whether the values are not told: those of somebody else, and what the purpose does not give.")
    records: list[strawberry.ID] = _said("The records that the values come from.")
    sources: list[Source] = _said("Those records and where they come from, where it is an attribute.")
    derived: bool = _said("Whether it was worked out from other values.")
    agreement: Agreement | None = _said("Whether the sources agree, where it is an attribute.")
    conflict: Conflict | None = _said("How the other sources stand to the value, where it is an attribute.")


@strawberry.type(description="A far end that a condition looked at.")
class TagEnd:
    """A far end, and why it counts."""

    node: EntityCaption = _said("Who or what it is.")
    met: bool | None = _said("Whether it counts; null where that is withheld.")
    records: list[strawberry.ID] = _said("The records that assert the relation.")
    condition: "TagCondition | None" = _said("How the conditions on it came out; null where there are none.")


@strawberry.type(description="The far ends that a condition looked at.")
class TagEnds:
    """A count and the ends that may be named."""

    relation: str = _said("Id of the relation that leads to them.")
    met: int | None = _said("How many of them count; null where that is withheld.")
    all: int = _said("How many there are.")
    named: list[TagEnd] = _said("Those that may be named.")


@strawberry.type(description="Why it is not told how a condition came out.")
class Withheld:
    """The reason for which something is not told."""

    code: str = _said("Its code, as that of an error.")
    reason: Wording = _said("The reason in words.")


@strawberry.interface(description="A condition of a rule and how it came out.")
class TagLine:
    """A line of an explanation, with those below it."""

    sentence: Wording = _said("The condition in words.")
    holds: bool | None = _said(
        "Whether it holds; null where it only says what each far end is to meet, or is withheld."
    )
    missing: bool | None = _said("Whether the outcome rests on a missing value; null where it is withheld.")
    withheld: Withheld | None = _said(
        "Why it is not told how it came out; of the first line, which tells it, why no more is."
    )
    values: list[TagValue] = _said("The values that it looked at.")
    children: list["TagCondition"] = _said("The conditions below it.")
    ends: TagEnds | None = _said("The far ends that it looked at, where it follows a relation that is given.")


@strawberry.type(description="A condition inside a rule.")
class TagCondition(TagLine):
    """A line below the first."""


@strawberry.type(description="Why the rule of a tag holds for a subject on a day, or why not.")
class TagExplanation(TagLine):
    """An explanation: its first line, and what the outcome comes to."""

    holds: bool = _said("Whether the rule holds.")
    by_absence: bool | None = _said(
        "Whether it holds only as long as something is missing; null where that is withheld."
    )
    day: DateText = _said("The day for which the rule was read.")
    would_have_to_change: TagSentence | None = _said(
        "What would have to be otherwise for the rule to hold; null where it holds, or where a condition is withheld."
    )


@strawberry.type(description="A tag that a subject has.")
class HeldTag:
    """A tag with its days."""

    tag: TagType = _said("The tag.")
    since: DateText = _said("Day from which the subject has it.")
    version: int = _said("Version of the rule by which it was given.")
    records: list[strawberry.ID] = _said(
        "The records that made it so; none where the purpose does not give all that its rule looks at."
    )
    explanation: TagExplanation | None = _said("Why its rule, as it is now, holds.")


@strawberry.type(description="A tag that a subject had.")
class PastTag:
    """A tag with the days of its interval."""

    tag: TagType = _said("The tag.")
    since: DateText = _said("Day from which the subject had it.")
    until: DateText = _said("Day from which it has it no more.")
    version: int = _said("Version of the rule by which it was given.")


def _argued(arguments: Callable[..., None], description: str) -> Any:
    """A field that takes arguments."""
    return strawberry.field(arguments, description=description, graphql_type=TagExplanation | None)


def _why_not(
    subject: Annotated[strawberry.ID, strawberry.argument(description="Id of the subject.")],
    as_of: Annotated[
        AsOf | None, strawberry.argument(name="asOf", description="The days of which it is asked; else it is as now.")
    ] = None,
) -> None:
    """Holds the arguments; the answer is shaped by the plan."""


@strawberry.type(description="A tag in the public catalogue.")
class CatalogueTag(TagType):
    """A tag, and what can be asked of it."""

    holders: int | None = _said("How many subjects have it, to the nearest ten; null for fewer than ten.")
    why_not: TagExplanation | None = _argued(
        _why_not, "Why a subject has it or not; null where there is no such subject or it may not be opened."
    )
