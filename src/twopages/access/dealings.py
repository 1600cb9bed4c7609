"""What people do besides looking, in one store: cases, scenarios, grants and questions; and what the gate asks of that store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from twopages.access.cases import DAYS
from twopages.access.desk import StoreDesk
from twopages.access.grants import Grants, Limits, grants_of
from twopages.access.ground import OpenCase
from twopages.access.looked.questions import Questions
from twopages.access.owners import Owners
from twopages.access.standing import Owner
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model


@dataclass(frozen=True, slots=True)
class Dealings:
    """The one way to each of them, for pages and GraphQL alike."""

    desk: StoreDesk
    grants: Grants
    questions: Questions
    belongings: Owners

    @classmethod
    def of(cls, store: Store, keys: KeyRing, model: Model, days: int = DAYS, limits: Limits = Limits()) -> Self:  # noqa: B008  # frozen
        """Those of a store; `days`: after so many without use a case times out; `limits`: how much may be granted, and for how long."""
        grants = grants_of(store, keys, model, limits=limits)
        return cls(StoreDesk(store, keys, model, days), grants, Questions(store, keys, model), Owners(store, model))

    def case(self, id: str) -> OpenCase | None:
        """The case of an id, if it has neither ended nor timed out."""
        return self.desk.book.current(id)

    def granted(self, organisation: str, purpose: str) -> bool:
        """Whether a department may use a purpose now."""
        return self.desk.granted(organisation, purpose)

    def consented(self, subject: str, purpose: str, organisation: str) -> bool:
        """Whether a subject consents now that an organisation uses a purpose."""
        return self.grants.consented(subject, purpose, organisation) is not None

    def authorised(self, agent: str, subject: str, purpose: str) -> frozenset[str] | None:
        """What a subject lets an agent see now for a purpose; None where it does not."""
        found = self.grants.authorised(agent, subject, purpose)
        return found.items if found else None

    def owners(self, cls: str, ids: Sequence[str]) -> Mapping[str, tuple[Owner, ...]]:
        """To whom things of a class belong, by their ids."""
        return self.belongings.of(cls, ids)
