"""What stands in the store: cases, granted scenarios, consents and authorisations, as the gate asks for them."""

from dataclasses import dataclass

from twopages.access.cases import Cases
from twopages.access.ground import OpenCase
from twopages.access.scenarios import Scenarios


@dataclass(frozen=True, slots=True)
class Stands:
    """Answers the gate from what departments and subjects have done."""

    cases: Cases
    scenarios: Scenarios

    def case(self, id: str) -> OpenCase | None:
        """The case of an id, if it has neither ended nor timed out."""
        return self.cases.current(id)

    def granted(self, organisation: str, purpose: str) -> bool:
        """Whether a department may use a purpose now."""
        return self.scenarios.granted(organisation, purpose)

    def consented(self, subject: str, purpose: str, organisation: str) -> bool:
        """No: consents are not kept yet."""
        return False

    def authorised(self, agent: str, subject: str, purpose: str) -> frozenset[str] | None:
        """None: authorisations are not kept yet."""
        return None
