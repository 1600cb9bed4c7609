"""Consents and authorisations: given, accepted, ended, and asked for when somebody wants to look; and refusals of agents on record.

They are kept under the ids that files had when they were given, and looked up under all ids of a file: files that become one have all
that either gave, and files that part have again what each gave.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from twopages.access.decide import own_class
from twopages.access.grants import terms
from twopages.access.grants.faults import GrantError, What
from twopages.access.grants.grant import Authorisation, Consent, Grant, Refusal, Side
from twopages.access.grants.rows import (
    AUTHORISATION,
    CONSENT,
    REFUSAL,
    authorisations,
    consents,
    grants,
    refusal_row,
    refusals,
    row_of,
)
from twopages.access.grants.shelf import GraphShelf, Row, Shelf
from twopages.dossier import entity_id
from twopages.dossier.today import now_in_shanghai
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.ontology.rule import Span, back
from twopages.values import mask, tidy

Clock = Callable[[], datetime]
T = TypeVar("T", Consent, Authorisation)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many grants of one file may stand at a time, and how many years one may last."""

    most: int = 20
    years: int = 3


@dataclass(frozen=True, slots=True)
class ConsentAsk:
    """A consent as it is asked for: to an organisation (the id of a department, or a name), from today until a day."""

    purpose: str
    organisation: str
    until: str


@dataclass(frozen=True, slots=True)
class TrustAsk:
    """An authorisation as it is asked for: to whoever has an identity number."""

    purpose: str
    number: str
    since: str
    until: str
    items: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grants:
    """All consents and authorisations; `clock` tells the present moment in Shanghai. Whoever calls has decided who may act for a file."""

    shelf: Shelf
    keys: KeyRing
    model: Model
    clock: Clock = now_in_shanghai
    limits: Limits = Limits()

    # ---- Consents

    def consent(self, cls: str, subject: str, ask: ConsentAsk, by: str = "") -> Consent:
        """A subject consents, from today on; GrantError where that cannot be."""
        today = self.today()
        terms.require_purpose(ask.purpose, terms.consentable(self.model, cls))
        terms.require_days(today, ask.until, today, self.limits.years)
        organisation, name = self._organisation(ask.organisation)
        own = self._ids(subject)
        made = Consent(_fresh(), cls, own[0], ask.purpose, organisation, today, ask.until, None, name, by)
        self._add(CONSENT, own, made)
        return made

    def withdraw(self, subject: str, consent: str) -> Consent:
        """Withdraw a consent at once, and with it whatever else says the same; GrantError where the subject gave none of this id."""
        given = consents(self._given(subject))
        asked = _found(given, consent)
        if asked.withdrawn:
            raise GrantError(What.OVER)
        same = [item.id for item in given if terms.same(item, asked) and not item.withdrawn]
        self.shelf.end(same, self._now(), "subject")
        return _found(self.of(subject), consent)

    def consented(self, subject: str, purpose: str, organisation: str) -> Consent | None:
        """The consent that allows an organisation (the id of a department, or a name) a purpose today; None where there is none."""
        if not organisation.strip():
            return None
        known, today = self._known(organisation), self.today()
        found = consents(self._given(subject, today))
        fitting = (
            item for item in found if (item.purpose, item.organisation) == (purpose, known) and item.holds(today)
        )
        return next(fitting, None)

    def of(self, subject: str) -> tuple[Consent, ...]:
        """The consents of a subject, newest first, those that have ended too."""
        return consents(self._given(subject))

    # ---- Authorisations

    def authorise(self, cls: str, subject: str, ask: TrustAsk, by: str = "") -> Authorisation:
        """A subject authorises whoever has a number; whether anybody has it is not told. GrantError where that cannot be."""
        number = terms.identity(self.model, own_class(self.model), tidy(ask.number))
        purpose = terms.require_purpose(ask.purpose, terms.entrustable(self.model, cls))
        terms.require_items(purpose, ask.items)
        terms.require_days(ask.since, ask.until, self.today(), self.limits.years)
        agent = entity_id(self.keys, self.model, own_class(self.model), number)
        own, agents = self.shelf.ids(subject, agent)
        if set(own) & set(agents):
            raise GrantError(What.ONESELF)
        told = (ask.items, purpose.id, ask.since, ask.until, None, None, None, self._masked(number), by)
        made = Authorisation(_fresh(), cls, own[0], agents[0], *told)
        self._add(AUTHORISATION, own, made)
        return made

    def accept(self, agent: str, authorisation: str) -> Authorisation:
        """The agent accepts; GrantError where nothing of this id waits for him or her."""
        asked = _found(self.received(agent), authorisation)
        if asked.state(self.today()) != "waiting":
            raise GrantError(What.OVER)
        self.shelf.accept(asked.id, self._now())
        return _found(self.received(agent), authorisation)

    def decline(self, agent: str, authorisation: str) -> Authorisation:
        """The agent declines, or gives back what was accepted, at once."""
        self._revoke(self.received(agent), authorisation, "agent")
        return _found(self.received(agent), authorisation)

    def revoke(self, subject: str, authorisation: str) -> Authorisation:
        """The subject revokes an authorisation at once, accepted or not."""
        self._revoke(self.given(subject), authorisation, "subject")
        return _found(self.given(subject), authorisation)

    def authorised(self, agent: str, subject: str, purpose: str = "") -> Authorisation | None:
        """The authorisation by which an agent may act for a subject today, for a purpose or any; None where there is none."""
        agents, own = self.shelf.ids(agent, subject)
        today = self.today()
        found = authorisations(self._grants(self.shelf.given(own, today)))
        fitting = (item for item in found if item.agent in agents and purpose in ("", item.purpose))
        return next((item for item in fitting if item.holds(today)), None)

    def given(self, subject: str) -> tuple[Authorisation, ...]:
        """The authorisations that a subject gave, newest first, those that have ended too."""
        return authorisations(self._given(subject))

    def received(self, agent: str) -> tuple[Authorisation, ...]:
        """The authorisations that an agent was given, newest first, those that have ended too."""
        return authorisations(self._grants(self.shelf.received(self._ids(agent))))

    # ---- Refusals of what is on record

    def refuse(self, refusal: Refusal) -> None:
        """Keep that an agent on record is none, at once; GrantError where that stands already, or there is no such file."""
        own, agents = self.shelf.ids(refusal.subject, refusal.agent)
        made = replace(refusal, id=_fresh(), subject=own[0], agent=agents[0], refused=self._now())

        def row(standing: list[Row]) -> Row:
            if any(_same(item, made, agents) for item in refusals(standing)):
                raise GrantError(What.OVER)
            return refusal_row(made)

        if not self.shelf.add(REFUSAL, own, self.today(), row):
            raise GrantError(What.NO_FILE)

    def lift(self, refusal: Refusal) -> None:
        """Take a refusal back."""
        self.shelf.end([refusal.id], self._now(), refusal.side)

    def refused(self, agent: str) -> tuple[Refusal, ...]:
        """The refusals that stand of an agent on record, by whichever side."""
        return refusals(self.shelf.refused(self._ids(agent)))

    # ---- All

    def today(self) -> str:
        """The day in Shanghai."""
        return self.clock().date().isoformat()

    def last_day(self) -> str:
        """The last day until which anything can be given today."""
        return back(self.clock().date(), Span(-self.limits.years, "Y")).isoformat()

    def _now(self) -> str:
        return self.clock().isoformat(timespec="seconds")

    def _ids(self, file: str) -> tuple[str, ...]:
        return self.shelf.ids(file)[0]

    def _given(self, subject: str, day: str | None = None) -> tuple[Grant, ...]:
        return self._grants(self.shelf.given(self._ids(subject), day))

    def _grants(self, rows: Iterable[Row]) -> tuple[Grant, ...]:
        return grants(self.keys, rows)

    def _organisation(self, told: str) -> tuple[str, str]:
        """What stands for an organisation in the graph, and the name that is sealed beside it."""
        known = told in self.model.departments
        return self._known(told), "" if known else terms.require_name(tidy(told))

    def _known(self, organisation: str) -> str:
        """A department by its id, any other organisation by a keyed hash of its name."""
        if organisation in self.model.departments:
            return organisation
        return self.keys.hash_id("organisation", tidy(organisation).casefold())

    def _masked(self, number: str) -> str:
        key = self.model.attributes[self.model.classes[own_class(self.model)].key[-1]]
        return mask(key.mask, key.kind, number)

    def _add(self, kind: str, own: tuple[str, ...], made: Grant) -> None:
        """Keep a new grant, unless too many stand or one says the same."""

        def row(standing: list[Row]) -> Row:
            terms.require_room(self._grants(standing), made, self.limits.most)
            return row_of(self.keys, made, self._now())

        if not self.shelf.add(kind, own, self.today(), row):
            raise GrantError(What.NO_FILE)

    def _revoke(self, among: tuple[Authorisation, ...], id: str, side: Side) -> None:
        asked = _found(among, id)
        if asked.revoked:
            raise GrantError(What.OVER)
        self.shelf.end([asked.id], self._now(), side)


def grants_of(
    store: Store,
    keys: KeyRing,
    model: Model,
    clock: Clock = now_in_shanghai,
    limits: Limits = Limits(),
) -> Grants:
    """The grants that are kept in a store."""
    return Grants(GraphShelf(store), keys, model, clock, limits)


def _same(one: Refusal, other: Refusal, agents: tuple[str, ...]) -> bool:
    return one.agent in agents and (one.relation, one.side) == (other.relation, other.side)


def _fresh() -> str:
    return secrets.token_hex(16)


def _found(among: Iterable[T], id: str) -> T:
    """The grant of an id; what is somebody else's is not there."""
    found = next((item for item in among if item.id == id), None)
    if found is None:
        raise GrantError(What.GONE)
    return found
