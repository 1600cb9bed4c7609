"""Consents and authorisations of the made-up files, kept in memory on a day that stands still."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from tests.access.memory_shelf import MemoryShelf
from twopages.access import Representation
from twopages.access.agencies import Agencies
from twopages.access.grants import ConsentAsk, Grants, TrustAsk
from twopages.dossier import Delivery, Far, LinkSource
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.settings import Settings
from twopages.values import Value

SHANGHAI = timezone(timedelta(hours=8))
NOW = datetime(2026, 3, 15, 9, 30, tzinfo=SHANGHAI)
NUMBER, OTHER_NUMBER = "11010519491231002X", "440524188001010014"
BANK, LOAN, REVIEW, AGENT = "上海浦江银行", "personal-loan-check", "social-assistance-review", "agent-for-person"


def heads(firm: Far) -> Representation:
    """Who heads an enterprise acts for it."""
    source = LinkSource("r9", "enterprise-registration", "2026-01-31", _delivery())
    return Representation(firm, "LEGAL_REPRESENTATIVE_OF", ("r9",), sources=(source,))


def _delivery() -> Delivery:
    return Delivery("b", "made-up.csv", "", 1, "2026-01-31", "2026-02-01", "full")


@dataclass(frozen=True)
class OnRecord:
    """One agent on record, of one person."""

    agent: Far
    by: Representation

    def principals(self, agent: str) -> tuple[Representation, ...]:
        return (self.by,) if agent == self.agent.id else ()

    def agents(self, cls: str, subject: str) -> tuple[Far, ...]:
        return (self.agent,) if (cls, subject) == (self.by.far.cls, self.by.far.id) else ()


def agencies(model: Model, person: Far, enterprise: str, stranger: Far) -> Agencies:
    """What was given, and the stranger as an agent of the person on record."""
    source = LinkSource("r0a", "agent-authorisation", "2026-01-05", _delivery())
    parts: Mapping[str, Value] = {"scope": "2", "matters": "医保报销", "since": "2026-01-01", "until": "2026-12-31"}
    by = Representation(person, "AGENT_OF", ("r0a",), "2026-12-31", "2026-01-01", parts, (source,))
    return Agencies(OnRecord(stranger, by), grants(model, person.id, enterprise, stranger.id))


def grants(model: Model, person: str, enterprise: str, stranger: str) -> Grants:
    """What a person gave: a department and a bank, two agents, one of whom took it; and what a stranger gave to that person."""
    with tempfile.TemporaryDirectory() as home:
        keys = KeyRing.create(Settings(home=Path(home)))
    made = Grants(MemoryShelf(), keys, model, lambda: NOW)
    earlier = replace(made, clock=lambda: NOW - timedelta(days=400))
    earlier.consent("Person", person, ConsentAsk(LOAN, BANK, "2025-06-30"))
    made.consent("Person", person, ConsentAsk(REVIEW, model.purposes[REVIEW].department or "", "2027-03-14"))
    made.consent("Person", person, ConsentAsk(LOAN, BANK, "2026-06-30"))
    parts = frozenset(("fullName", "age", "emergencyContactName"))
    made.authorise("Person", person, TrustAsk(AGENT, OTHER_NUMBER, "2026-04-01", "2026-12-31", parts))
    taken = made.authorise("Person", person, TrustAsk(AGENT, NUMBER, "2026-03-15", "2026-09-30"))
    for id, end in ((stranger, "2026-05-31"), (enterprise, "2026-08-31")):
        cls, purpose = ("Person", AGENT) if id == stranger else ("Enterprise", "agent-for-enterprise")
        given = made.authorise(cls, id, TrustAsk(purpose, OTHER_NUMBER, "2026-03-15", end))
        _to(made, given.id, person)
    _to(made, taken.id, stranger)
    made.accept(stranger, taken.id)
    return made


def _to(made: Grants, grant: str, agent: str) -> None:
    """Made-up files have no numbers: whoever is meant is put in the place of whoever has the number."""
    assert isinstance(made.shelf, MemoryShelf)
    next(row for row in made.shelf.rows if row["id"] == grant)["agent"] = agent
