"""Cases, scenarios, grants and questions in the API: their types, and how their fields are read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from operator import attrgetter
from typing import Any, get_args

import strawberry

from twopages.access.agencies import Agency
from twopages.access.cases import Case, CasesPage
from twopages.access.grants import Authorisation, Consent, Given, Side, State
from twopages.access.scenarios import ScenarioState as Standing
from twopages.api.acting import Acting
from twopages.api.fixed import DateText, Label, PageInfo
from twopages.api.looks import Look, Question
from twopages.api.readers import Edge, Fields, Listed, Read
from twopages.dossier import Far, cursor
from twopages.ontology.model import Label as Words
from twopages.ontology.model import Model

ID = strawberry.ID


def _said(text: str) -> Any:
    return strawberry.field(description=text)


def _enum(name: str, values: tuple[str, ...], description: str) -> Any:
    """An enumeration in capitals, as GraphQL has them."""
    made: Any = Enum(name, {value.upper(): value.upper() for value in values})  # type: ignore[misc]  # of its arguments
    return strawberry.enum(made, description=description)


ScenarioState = _enum(
    "ScenarioState",
    get_args(Standing),
    "How a scenario or a request stands: OPEN was never requested, REFUSED and REVOKED can be requested again.",
)
GrantState = _enum(
    "GrantState",
    get_args(State),
    "How a grant stands: WAITING for the agent, AHEAD of its first day, VALID, PAST; WITHDRAWN by who gave it, "
    "DECLINED or given back (RESIGNED) by the agent.",
)


AgentSide = _enum("AgentSide", get_args(Side), "A side of an agency: the SUBJECT that is acted for, or the AGENT.")


ScenarioVerdict = _enum(
    "ScenarioVerdict",
    ("grant", "refuse", "revoke"),
    "What an approver decides: GRANT or REFUSE a request that waits, REVOKE one that was granted.",
)


@strawberry.type(name="Case", description="A case: a service for one subject, for whose sake its file may be opened.")
class CaseType:
    """A case, told to its department."""

    id: ID = _said("Its id, which X-Case names.")
    service: ID = _said("Id of the service.")
    service_label: Label | None = _said("Name of the service; null for one that the ontology has no more.")
    purpose: ID = _said("Id of the purpose that it is worked on for.")
    purpose_label: Label | None = _said("Name of the purpose; null for one that the ontology has no more.")
    subject: ID | None = _said("Id of its subject; null for a case that is about whatever its purpose finds.")
    class_: str = strawberry.field(name="class", description="Class of its subject.")
    number: str = _said("The department's own number.")
    opened: str = _said("When it was opened, UTC.")
    until: str = _said("When it times out unless it is used before, UTC.")
    closed: str | None = _said("When it was closed, UTC.")


@strawberry.type(description="A case in a list.")
class CaseEdge:
    """An edge as Relay has it."""

    cursor: str = _said("Marks this place in the list.")
    node: CaseType = _said("The case.")


@strawberry.type(description="A list of cases, newest first.")
class CaseConnection:
    """A page of cases."""

    edges: list[CaseEdge] = _said("The cases of this page.")
    page_info: PageInfo = _said("Whether there is more.")


@strawberry.type(description="By what a request was decided, or why it waits.")
class Reason:
    """A coded reason."""

    code: str = _said("The reason, coded.")
    label: Label = _said("The reason in words.")


@strawberry.type(description="A request of a department to use a purpose, and what became of it.")
class ScenarioRequest:
    """A request, told to its department."""

    id: ID = _said("Its id.")
    purpose: ID = _said("Id of the purpose.")
    purpose_label: Label | None = _said("Name of the purpose; null for one that the ontology has no more.")
    state: ScenarioState = _said("How it stands.")  # type: ignore[valid-type]  # an enumeration
    reason: Reason = _said("By what it was decided, or why it waits.")
    uses: list[ID] = _said("What else the department wants to do with what it gets.")
    why: str = _said("The department's reason.")
    answer: str | None = _said("The approver's reason.")
    filed: str = _said("When it was filed, UTC.")
    decided: str | None = _said("When it was decided, UTC.")


@strawberry.type(description="A purpose of a department: whether it may be used, and the last request for it.")
class Scenario:
    """A scenario as it stands."""

    purpose: ID = _said("Id of the purpose.")
    purpose_label: Label = _said("Name of the purpose.")
    state: ScenarioState = _said("How it stands.")  # type: ignore[valid-type]  # an enumeration
    request: ScenarioRequest | None = _said("The last request for it.")


@strawberry.type(name="Consent", description="A subject lets an organisation use its data for a purpose.")
class ConsentType:
    """A consent, told to whose file it is."""

    id: ID = _said("Its id.")
    purpose: ID = _said("Id of the purpose.")
    purpose_label: Label | None = _said("Name of the purpose; null for one that the ontology has no more.")
    organisation: str = _said("Id of the department, or the name of another organisation as it was written.")
    organisation_label: Label | None = _said("Name of the department.")
    since: DateText = _said("The first day on which it holds.")
    until: DateText = _said("The last day on which it holds.")
    state: GrantState = _said("How it stands today.")  # type: ignore[valid-type]  # an enumeration
    withdrawn: str | None = _said("When it was withdrawn.")


@strawberry.type(name="Authorisation", description="A subject lets an agent act for it within a purpose.")
class AuthorisationType:
    """An authorisation, told to whose file it is and to the agent."""

    id: ID = _said("Its id.")
    subject: ID = _said("Whose file the agent may look at.")
    class_: str = strawberry.field(name="class", description="Class of the subject.")
    agent: str = _said("Number of the agent, masked.")
    purpose: ID = _said("Id of the purpose.")
    purpose_label: Label | None = _said("Name of the purpose; null for one that the ontology has no more.")
    items: list[ID] = _said("The attributes, relations and tags that are given; none for all that the purpose gives.")
    since: DateText = _said("The first day on which it holds.")
    until: DateText = _said("The last day on which it holds.")
    state: GrantState = _said("How it stands today.")  # type: ignore[valid-type]  # an enumeration
    accepted: str | None = _said("When the agent accepted it.")
    ended: str | None = _said("When either of the two ended it.")


@strawberry.type(name="Grants", description="What a file gave and was given, newest first.")
class GrantsType:
    """The grants of a file."""

    consents: list[ConsentType] = _said("The consents that it gave.")
    given: list[AuthorisationType] = _said("The authorisations that it gave.")
    received: list[AuthorisationType] | None = _said(
        "The authorisations that it was given; null for files that are not the own one of a person."
    )


@strawberry.type(
    description="Somebody whom a relation on record makes an agent of a file today, unless one of the two refuses."
)
class AgentOnRecord:
    """An agent on record, told to either side."""

    id: ID = _said("Its id.")
    side: AgentSide = _said("On which side the file is that was asked about.")  # type: ignore[valid-type]  # an enumeration
    subject: ID = _said("Whose file the agent may look at.")
    class_: str = strawberry.field(name="class", description="Class of the subject.")
    name: str = _said("Short name of who is on the other side, who can see that it was told.")
    by: Acting = _said("The relation, and the records that say it.")
    state: GrantState = _said("How it stands today.")  # type: ignore[valid-type]  # an enumeration


@strawberry.type(name="OpenQuestion", description="A question that waits for an answer, and the look that it is about.")
class OpenQuestionType:
    """A question as auditors see it: not whose file it is."""

    question: Question = _said("The question.")
    class_: str = strawberry.field(name="class", description="Class of the file that was looked at.")
    look: Look = _said("The look.")


@dataclass(frozen=True, slots=True)
class Recorded:
    """An agent on record as one side is told of it; `named` gives the short name of who is on the other, and owes its receipt."""

    agency: Agency
    side: Side
    named: Callable[[Far], str]

    @property
    def name(self) -> str:
        """The short name of who is on the other side."""
        return self.named(self.agency.other(self.side))


@dataclass(frozen=True, slots=True)
class Dated:
    """A grant, and how it stands today."""

    item: Consent | Authorisation
    state: State

    @classmethod
    def of(cls, item: Consent | Authorisation, today: str) -> "Dated":
        """A grant on a day."""
        return cls(item, item.state(today))


@dataclass(frozen=True, slots=True)
class DatedGrants:
    """The grants of a file, as they stand today."""

    consents: tuple[Dated, ...]
    given: tuple[Dated, ...]
    received: tuple[Dated, ...] | None

    @classmethod
    def of(cls, found: Given, today: str) -> "DatedGrants":
        """Those that were found, on a day."""
        received = None if found.received is None else _dated(found.received, today)
        return cls(_dated(found.consents, today), _dated(found.given, today), received)


def _dated(items: Iterable[Consent | Authorisation], today: str) -> tuple[Dated, ...]:
    return tuple(Dated.of(item, today) for item in items)


def list_cases(page: CasesPage, later: bool) -> Listed:
    """A page of cases as a list with cursors."""
    return Listed(tuple(Edge(cursor(case.opened, case.id), case) for case in page.cases), later, page.more)


def dealt_readers(model: Model) -> dict[str, Fields]:
    """How the fields of these types are read."""
    questions: Fields = {"question": "asked", "class": "look.cls", "look": "look"}
    return {
        **_cases(model),
        **_scenarios(model),
        **_grants(model),
        "AgentOnRecord": _AGENTS_ON_RECORD,
        "OpenQuestion": questions,
    }


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def _cases(model: Model) -> dict[str, Fields]:
    def service(case: Case) -> Words | None:
        found = model.services.get(case.service)
        return found.label if found else None

    names = _same("id", "service", "purpose", "number", "opened", "until", "closed")
    about: Fields = {"class": "cls", "subject": lambda case: case.subject or None}
    return {
        "Case": {**names, **about, "serviceLabel": service, "purposeLabel": _purpose(model, "purpose")},
        "CaseEdge": {"cursor": "cursor", "node": "item"},
        "CaseConnection": {"edges": "edges", "pageInfo": lambda listed: listed},
    }


def _scenarios(model: Model) -> dict[str, Fields]:
    names = _same("id", "purpose", "reason", "why", "filed", "decided")
    made: Fields = {"uses": lambda request: sorted(request.uses), "answer": lambda request: request.answer or None}
    return {
        "Reason": {"code": str, "label": "label"},
        "ScenarioRequest": {**names, **made, "state": _upper("state"), "purposeLabel": _purpose(model, "purpose")},
        "Scenario": {
            "purpose": "purpose.id",
            "purposeLabel": "purpose.label",
            "state": _upper("state"),
            "request": "request",
        },
    }


def _grants(model: Model) -> dict[str, Fields]:
    def office(grant: Dated) -> Words | None:
        found = model.departments.get(grant.item.organisation) if isinstance(grant.item, Consent) else None
        return found.label if found else None

    both: Fields = {name: f"item.{name}" for name in ("id", "purpose", "since", "until")} | {
        "state": _upper("state"),
        "purposeLabel": _purpose(model, "item.purpose"),
    }
    return {
        "Consent": {
            **both,
            "organisation": lambda grant: grant.item.name or grant.item.organisation,
            "organisationLabel": office,
            "withdrawn": "item.withdrawn",
        },
        "Authorisation": {
            **both,
            "subject": "item.subject",
            "class": "item.cls",
            "agent": "item.shown",
            "items": lambda grant: sorted(grant.item.items),
            "accepted": "item.accepted",
            "ended": "item.revoked",
        },
        "Grants": _same("consents", "given", "received"),
    }


def _upper(name: str) -> Read:
    read: Callable[[Any], str] = attrgetter(name)
    return lambda item: read(item).upper()


_AGENTS_ON_RECORD: Fields = {
    "id": "agency.key",
    "side": _upper("side"),
    "subject": "agency.by.far.id",
    "class": "agency.by.far.cls",
    "name": "name",
    "by": "agency.by",
    "state": _upper("agency.state"),
}


def _purpose(model: Model, name: str) -> Read:
    """The name of a purpose by its id; None for one that the ontology has no more."""
    read: Callable[[Any], str] = attrgetter(name)

    def label(item: Any) -> Words | None:
        found = model.purposes.get(read(item))
        return found.label if found else None

    return label
