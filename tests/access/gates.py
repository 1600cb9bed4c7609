"""A gate whose receipts are kept in a list, and what stands as a test says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from twopages.access import Gate, Looking, Question, Representation, Viewer
from twopages.access.found import Found
from twopages.access.ground import OpenCase
from twopages.access.standing import Owner
from twopages.dossier import Far
from twopages.errors import ReceiptError
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.receipts import Receipt


@dataclass
class Kept:
    """A log in memory; one that is `broken` takes nothing, and what one that is `late` takes never gets durable."""

    receipts: list[Receipt] = field(default_factory=list)
    broken: bool = False
    late: bool = False

    def begin(self, receipts: Iterable[Receipt]) -> Self:
        if self.broken:
            raise ReceiptError("The disk is full.", "Make room.")
        self.receipts += receipts
        return self

    def wait(self) -> None:
        if self.late:
            raise ReceiptError("The disk is full.", "Make room.")


@dataclass(frozen=True)
class Case:
    """A case of a department."""

    id: str
    purpose: str
    subject: str
    department: str


@dataclass
class Standing:
    """What stands now, by its keys."""

    cases: dict[str, OpenCase] = field(default_factory=dict)
    grants: set[tuple[str, str]] = field(default_factory=set)
    consents: set[tuple[str, str, str]] = field(default_factory=set)
    authorisations: dict[tuple[str, str, str], frozenset[str]] = field(default_factory=dict)
    owners_of: Callable[[str, Sequence[str]], Mapping[str, tuple[Owner, ...]]] = lambda cls, ids: {}

    def case(self, id: str) -> OpenCase | None:
        return self.cases.get(id)

    def granted(self, organisation: str, purpose: str) -> bool:
        return (organisation, purpose) in self.grants

    def consented(self, subject: str, purpose: str, organisation: str) -> bool:
        return (subject, purpose, organisation) in self.consents

    def authorised(self, agent: str, subject: str, purpose: str) -> Representation | None:
        items = self.authorisations.get((agent, subject, purpose))
        return None if items is None else Representation(Far(subject, "", ""), "", (), grant="given", items=items)

    def owners(self, cls: str, ids: Sequence[str]) -> Mapping[str, tuple[Owner, ...]]:
        return self.owners_of(cls, ids)


def gate_of(
    model: Model, keys: KeyRing, log: Kept | None = None, standing: Standing | None = None, found: Found | None = None
) -> Gate:
    return Gate(model, keys, log or Kept(), standing or Standing(), found)


class Everybody(dict[str, Representation]):
    """Whoever is asked about is among them."""

    def __contains__(self, item: object) -> bool:
        return True


class OpenGate(Gate):
    """Lets the account "desk" act for everybody, for tests that ask about something else than access."""

    def looking(self, viewer: Viewer, question: Question, acting: Callable[[], Iterable[Representation]]) -> Looking:
        found = super().looking(viewer, question, acting)
        if viewer.account == "desk":
            found.__dict__["represented"] = Everybody()
        return found


def open_gate_of(model: Model, keys: KeyRing) -> Gate:
    return OpenGate(model, keys, Kept(), Standing())
