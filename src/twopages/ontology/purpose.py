"""Purposes as the Model holds them: everything that is allowed is spelled out, so that a decision is set membership. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from twopages.ontology.label import Grade, Label
from twopages.ontology.rule import Span

Way = Literal["", "own-file", "authorisation", "receipts"]
AccountRole = Literal[
    "citizen",  # a person, for the own file
    "operator",  # acts for one enterprise, by its credit code
    "agent",  # acts for others by their authorisation
    "caseworker",  # of a department, for its cases
    "institution",  # a bank or an institution, or a client program of one
    "neighbour",  # a city of the delta
    "researcher",
    "steward",
    "auditor",
]


@dataclass(frozen=True, slots=True)
class ViewerRole:
    """As whom somebody looks.

    `way`: how they come to subjects without a case and without finding them: their own file and those of whom they act
    for by law ("own-file"), the files of those who authorised them ("authorisation"), or the receipts that they read
    ("receipts"); `of_department`: they look for a department. `accounts` sign in as what may look so. `past`: they see
    what was and not only what is; `rows`: every row about the subject, not only those that supply what they may see.
    """

    id: str
    label: Label
    description: Label
    way: Way
    of_department: bool
    accounts: frozenset[AccountRole] = frozenset()
    past: bool = False
    rows: bool = False

    @property
    def own(self) -> bool:
        """Whether they look at their own file, or at those of whom they act for by law."""
        return self.way == "own-file"

    @property
    def by_themselves(self) -> bool:
        """Whether they come to subjects without anything that stands elsewhere: no case, grant or consent is asked."""
        return self.way in ("own-file", "authorisation")


@dataclass(frozen=True, slots=True)
class Approval:
    """How a request to use a purpose is granted; they stand from the quickest to the slowest. `rank` is the place."""

    id: str
    label: Label
    description: Label
    rank: int


@dataclass(frozen=True, slots=True)
class Use:
    """Something that can be done with what was given, and that purposes forbid."""

    id: str
    label: Label
    description: Label


@dataclass(frozen=True, slots=True)
class FarElements:
    """What is given of the far ends of one relation, beside their captions."""

    attributes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Purpose:
    """An application scenario: who may see what of whom, on which legal basis, and under which conditions.

    `attributes` and `tags` are the subject's own (`subject` is its class). `relations` may be followed from the subject,
    and from what has no file of its own and was reached so; `far` is what is given of what lies behind each. Subjects are
    looked for, sorted and counted by `finds` alone, for the reason `finds_why`; without any, the subject is that of the
    case, the own file, or the one of a receipt. `masked` are given only masked, of the subject and of far ends. Groups, classes
    and "all tags" are expanded, and what is never given or above `max_grade` is taken out, so that whatever is
    named is given; `never` names what is refused in so many words, `never_uses` what must not be done with the rest.
    """

    id: str
    label: Label
    description: Label
    role: str
    department: str | None
    subject: str
    attributes: frozenset[str]
    tags: frozenset[str]
    relations: frozenset[str]
    far: Mapping[str, FarElements]
    finds: frozenset[str]
    finds_why: Label
    masked: frozenset[str]
    never: frozenset[str]
    never_uses: frozenset[str]
    max_grade: Grade
    legal_basis: Label
    needs_case: bool
    needs_consent: bool
    approval: str
    kept_for: Span
    order: int
