"""Consents, authorisations and refusals as plain data, and whether they hold. Pure."""

from dataclasses import dataclass
from typing import Literal

State = Literal["waiting", "ahead", "valid", "past", "withdrawn", "declined", "resigned"]
Side = Literal["subject", "agent"]


@dataclass(frozen=True, slots=True)
class Consent:
    """A subject lets an organisation use its data for a purpose, from day to day (both included), until it is withdrawn.

    `organisation` is the id of a department, or the hash of the name of another institution; `name` is that name, "" for a
    department. `withdrawn` is the moment (ISO); `by` is the account that gave it.
    """

    id: str
    cls: str
    subject: str
    purpose: str
    organisation: str
    since: str
    until: str
    withdrawn: str | None
    name: str = ""
    by: str = ""

    def state(self, day: str) -> State:
        """How it stands on a day."""
        return "withdrawn" if self.withdrawn else _in_time(self.since, self.until, day)

    def holds(self, day: str) -> bool:
        """Whether it allows anything on a day."""
        return self.state(day) == "valid"


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A subject lets an agent act for it within a purpose, from day to day (both included), once the agent accepts.

    `agent` is an id of the agent's own file; `shown` is the agent's identity number, masked; `items` are ids of attributes,
    relations and tags, none for all that the purpose gives. `accepted` and `revoked` are moments (ISO); `revoked_by` is who
    revoked it, "agent" also where the agent declined; `by` is the account that gave it.
    """

    id: str
    cls: str
    subject: str
    agent: str
    items: frozenset[str]
    purpose: str
    since: str
    until: str
    accepted: str | None
    revoked: str | None
    revoked_by: Side | None = None
    shown: str = ""
    by: str = ""

    def state(self, day: str) -> State:
        """How it stands on a day; what was never accepted and is past is past."""
        if self.revoked:
            return self._ended()
        if self.until < day:
            return "past"
        return _in_time(self.since, self.until, day) if self.accepted else "waiting"

    def holds(self, day: str) -> bool:
        """Whether the agent may act on a day."""
        return self.state(day) == "valid"

    def _ended(self) -> State:
        if self.revoked_by != "agent":
            return "withdrawn"
        return "resigned" if self.accepted else "declined"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a relation on record says of an agent counts no more, from a moment on, whatever it says later; until it is taken back.

    `side` is who refused, and alone takes it back; `refused` and `lifted` are moments (ISO); `by` is the account that refused.
    """

    id: str
    cls: str
    subject: str
    agent: str
    relation: str
    side: Side
    refused: str
    lifted: str | None = None
    by: str = ""


Grant = Consent | Authorisation


def _in_time(since: str, until: str, day: str) -> State:
    return "ahead" if day < since else "valid" if day <= until else "past"
