"""What stands in the store: cases, granted scenarios, consents and authorisations, as the gate asks for them."""

from dataclasses import dataclass

from twopages.access.cases import Cases
from twopages.access.grants import Grants
from twopages.access.ground import OpenCase
from twopages.access.scenarios import Scenarios


@dataclass(frozen=True, slots=True)
class Stands:
    """Answers the gate from what departments and subjects have done."""

    cases: Cases
    scenarios: Scenarios
    grants: Grants

    def case(self, id: str) -> OpenCase | None:
        """The case of an id, if it has neither ended nor timed out."""
        return self.cases.current(id)

    def granted(self, organisation: str, purpose: str) -> bool:
        """Whether a department may use a purpose now."""
        return self.scenarios.granted(organisation, purpose)

    def consented(self, subject: str, purpose: str, organisation: str) -> bool:
        """Whether a subject consents now that an organisation uses a purpose."""
        return self.grants.consented(subject, purpose, organisation) is not None

    def authorised(self, agent: str, subject: str, purpose: str) -> frozenset[str] | None:
        """What a subject lets an agent see now for a purpose; None where it does not."""
        found = self.grants.authorised(agent, subject, purpose)
        return found.items if found else None
