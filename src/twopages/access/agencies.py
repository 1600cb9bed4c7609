"""Who is whose agent: by what a file gave, or by a relation on record that neither side refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from twopages.access.grants import Authorisation, Giver, GrantError, Grants, Refusal, Side, State, What
from twopages.access.represent import Representation
from twopages.dossier import Far


class Record(Protocol):
    """What is on record of agents."""

    def principals(self, agent: str) -> tuple[Representation, ...]:
        """The files of which somebody is an agent today."""

    def agents(self, cls: str, subject: str) -> tuple[Far, ...]:
        """Those who may be agents of a file: whom a relation that can authorise leads to it, on whatever days."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An agent of a file by a relation on record that holds today, and who refused that, if anybody did."""

    agent: Far
    by: Representation
    refusals: tuple[Refusal, ...] = ()

    @property
    def key(self) -> str:
        """What tells it apart from others."""
        return f"{self.by.relation}.{self.agent.id}.{self.by.far.id}"

    @property
    def state(self) -> State:
        """How it stands, what the file itself refused first."""
        if self.refusal("subject"):
            return "withdrawn"
        return "resigned" if self.refusals else "valid"

    def refusal(self, side: Side) -> Refusal | None:
        """What one side refused."""
        return next((item for item in self.refusals if item.side == side), None)

    def other(self, side: Side) -> Far:
        """Who is on the other side."""
        return self.agent if side == "subject" else self.by.far


@dataclass(frozen=True, slots=True)
class Agencies:
    """All agents: those on record count as authorised for all that a purpose of agents gives, and are read anew whenever it is asked."""

    record: Record
    grants: Grants

    def authorised(self, agent: str, subject: str, purpose: str) -> Representation | None:
        """By what an agent may act for a file today for a purpose of agents; what the file gave comes first."""
        given = self.grants.authorised(agent, subject, purpose)
        if given is not None:
            return _given(given)
        cls = self.grants.model.purposes[purpose].subject
        found = (item for item in self.of(Far(agent, "", "")) if (item.by.far.cls, item.by.far.id) == (cls, subject))
        return next((item.by for item in found if not item.refusals), None)

    def of(self, agent: Far) -> tuple[Agency, ...]:
        """The files of which somebody is on record as an agent today."""
        found = self.record.principals(agent.id)
        refused = self.grants.refused(agent.id) if found else ()
        return tuple(Agency(agent, by, self._refusals(by, refused)) for by in found)

    def agents(self, cls: str, subject: str) -> tuple[Agency, ...]:
        """Those who are on record as agents of a file today."""
        return tuple(self._agents(self.record.agents(cls, subject), subject))

    def on_record(self, giver: Giver, id: str) -> "OnRecord":
        """What is on record of a file today; GrantError where it is neither the giver's own nor acted for."""
        cls = giver.class_of(id)
        principals = self.of(Far(id, cls, "")) if giver.is_own(id) else None
        return OnRecord(self.grants, giver.viewer.account, self.agents(cls, id), principals)

    def _agents(self, known: tuple[Far, ...], subject: str) -> Iterator[Agency]:
        """Conditions are written from the agent's end, and so they are asked there."""
        for agent in known:
            yield from (item for item in self.of(agent) if item.by.far.id == subject)

    def _refusals(self, by: Representation, among: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
        """What was refused of an agency, under whichever id its file had then."""
        own = self.grants.shelf.ids(by.far.id)[0] if among else ()
        return tuple(item for item in among if item.relation == by.relation and item.subject in own)


@dataclass(frozen=True, slots=True)
class OnRecord:
    """The agents of a file today, and whose agent it is: None but for the own file of a person. `account`: who asks, and refuses."""

    grants: Grants
    account: str
    agents: tuple[Agency, ...]
    principals: tuple[Agency, ...] | None

    def sides(self) -> Iterator[tuple[Agency, Side]]:
        """Each, with the side on which the file is."""
        yield from ((item, "subject") for item in self.agents)
        yield from ((item, "agent") for item in self.principals or ())

    def refuse(self, key: str) -> None:
        """Refuse one of them, at once; GrantError where it is not among them, or this side refused it already."""
        found, side = self.found(key)
        told = (found.by.far.cls, found.by.far.id, found.agent.id, found.by.relation, side)
        self.grants.refuse(Refusal("", *told, "", by=self.account))

    def restore(self, key: str) -> None:
        """Take back what this side refused; GrantError where it refused nothing."""
        found, side = self.found(key)
        refusal = found.refusal(side)
        if refusal is None:
            raise GrantError(What.GONE)
        self.grants.lift(refusal)

    def found(self, key: str) -> tuple[Agency, Side]:
        """The one of a key; GrantError where there is none."""
        found = next((item for item in self.sides() if item[0].key == key), None)
        if found is None:
            raise GrantError(What.GONE)
        return found


def _given(grant: Authorisation) -> Representation:
    """By what a file itself gave."""
    far = Far(grant.subject, grant.cls, "")
    return Representation(far, "", (), grant.until, grant.since, grant=grant.id, items=grant.items)
