"""What people do besides looking, in one store: cases, scenarios, grants and questions; and what the gate asks of that store."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from twopages.access.agencies import Agencies
from twopages.access.cases import DAYS
from twopages.access.decide import own_class
from twopages.access.desk import StoreDesk
from twopages.access.grants import Grants, Limits, grants_of
from twopages.access.ground import OpenCase
from twopages.access.looked.questions import Questions
from twopages.access.owners import Owners
from twopages.access.represent import AgentsOnRecord, Representation
from twopages.access.standing import Owner
from twopages.dossier import Dossiers
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
    agencies: Agencies

    @classmethod
    def of(cls, store: Store, keys: KeyRing, model: Model, days: int = DAYS, limits: Limits = Limits()) -> Self:  # noqa: B008  # frozen
        """Those of a store; `days`: after so many without use a case times out; `limits`: how much may be granted, and for how long."""
        grants = grants_of(store, keys, model, limits=limits)
        agencies = Agencies(AgentsOnRecord(Dossiers(store, keys, model), own_class(model)), grants)
        questions, belongings = Questions(store, keys, model), Owners(store, model)
        return cls(StoreDesk(store, keys, model, days), grants, questions, belongings, agencies)

    def case(self, id: str) -> OpenCase | None:
        """The case of an id, if it has neither ended nor timed out."""
        return self.desk.book.current(id)

    def granted(self, organisation: str, purpose: str) -> bool:
        """Whether a department may use a purpose now."""
        return self.desk.granted(organisation, purpose)

    def consented(self, subject: str, purpose: str, organisation: str) -> bool:
        """Whether a subject consents now that an organisation uses a purpose."""
        return self.grants.consented(subject, purpose, organisation) is not None

    def authorised(self, agent: str, subject: str, purpose: str) -> Representation | None:
        """By what an agent acts for a subject now for a purpose; None where he or she does not."""
        return self.agencies.authorised(agent, subject, purpose)

    def owners(self, cls: str, ids: Sequence[str]) -> Mapping[str, tuple[Owner, ...]]:
        """To whom things of a class belong, by their ids."""
        return self.belongings.of(cls, ids)
