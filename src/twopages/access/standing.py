"""What decides besides the ontology: cases, granted purposes, consents, authorisations, and whose things are; kept elsewhere."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from twopages.access.ground import OpenCase
from twopages.access.represent import Representation


class Owner(NamedTuple):
    """To whom a thing belongs, and over which relation."""

    relation: str
    cls: str
    id: str


class Standing(Protocol):
    """Answers what stands now; each question is a look-up by an index or two."""

    def case(self, id: str) -> OpenCase | None:
        """The case of an id, if it has neither ended nor timed out."""

    def granted(self, organisation: str, purpose: str) -> bool:
        """Whether a department or organisation may use a purpose whose approval is not automatic."""

    def consented(self, subject: str, purpose: str, organisation: str) -> bool:
        """Whether a subject consents now that an organisation uses a purpose."""

    def authorised(self, agent: str, subject: str, purpose: str) -> Representation | None:
        """By what an agent acts for a subject now for a purpose; None where he or she does not."""

    def owners(self, cls: str, ids: Sequence[str]) -> Mapping[str, tuple[Owner, ...]]:
        """To whom things of a class belong, by their ids; those of nobody are left out."""
