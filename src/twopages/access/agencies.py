"""Who is whose agent: by what a file gave, or by a relation on record that neither side refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from twopages.access.grants import Authorisation, GrantError, Grants, Refusal, Side, What
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

    def refusal(self, side: Side) -> Refusal | None:
        """What one side refused."""
        return next((item for item in self.refusals if item.side == side), None)


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

    def refuse(self, among: tuple[Agency, ...], key: str, side: Side, by: str) -> None:
        """Refuse one of some agencies, at once; GrantError where it is not among them, or that side refused it already."""
        found = _found(among, key)
        told = (found.by.far.cls, found.by.far.id, found.agent.id, found.by.relation, side)
        self.grants.refuse(Refusal("", *told, "", by=by))

    def restore(self, among: tuple[Agency, ...], key: str, side: Side) -> None:
        """Take back what one side refused; GrantError where it refused nothing."""
        refusal = _found(among, key).refusal(side)
        if refusal is None:
            raise GrantError(What.GONE)
        self.grants.lift(refusal)

    def _agents(self, known: tuple[Far, ...], subject: str) -> Iterator[Agency]:
        """Conditions are written from the agent's end, and so they are asked there."""
        for agent in known:
            yield from (item for item in self.of(agent) if item.by.far.id == subject)

    def _refusals(self, by: Representation, among: tuple[Refusal, ...]) -> tuple[Refusal, ...]:
        """What was refused of an agency, under whichever id its file had then."""
        own = self.grants.shelf.ids(by.far.id)[0] if among else ()
        return tuple(item for item in among if item.relation == by.relation and item.subject in own)


def _given(grant: Authorisation) -> Representation:
    """By what a file itself gave."""
    far = Far(grant.subject, grant.cls, "")
    return Representation(far, "", (), grant.until, grant.since, grant=grant.id, items=grant.items)


def _found(among: tuple[Agency, ...], key: str) -> Agency:
    found = next((item for item in among if item.key == key), None)
    if found is None:
        raise GrantError(What.GONE)
    return found
