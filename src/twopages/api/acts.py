"""What is done through the API, and the lists of it: root fields, each a method that asks the same as the pages do."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import Annotated, Any, Final

import strawberry

from twopages.access import Looking
from twopages.access.agencies import OnRecord
from twopages.access.cases import Case, CasesAsk
from twopages.access.dealings import Dealings
from twopages.access.grants import Authorisation, Consent, Giver, GrantError
from twopages.access.looked.questions import OpenQuestion, QuestionError
from twopages.access.looked.seen import Asked
from twopages.access.scenarios import Request, scenarios_of
from twopages.access.scenarios import Scenario as Stood
from twopages.api.dealt import (
    AgentOnRecord,
    AuthorisationType,
    CaseConnection,
    CaseType,
    ConsentType,
    Dated,
    DatedGrants,
    GrantsType,
    OpenQuestionType,
    Recorded,
    Scenario,
    ScenarioRequest,
    ScenarioVerdict,
    list_cases,
)
from twopages.api.errors import Refusal
from twopages.api.fixed import DateText
from twopages.api.limits import Limits
from twopages.api.looks import Question
from twopages.api.naming import camel
from twopages.api.planner import Arguments, literal_texts, page_size
from twopages.api.readers import Listed, Readers
from twopages.api.selection import Selected
from twopages.api.shape import Make, Shaper
from twopages.dossier import PAGE_SIZE, Far, place

ID = strawberry.ID


def _told(text: str) -> Any:
    return strawberry.argument(description=text)


First = Annotated[int, _told("How many at most.")]
After = Annotated[str | None, _told("The cursor to go on after.")]
Own = Annotated[bool, _told("Only those that the account that asks opened.")]
Service = Annotated[ID, _told("Id of the service.")]
Key = Annotated[
    str | None,
    _told(
        "Any key of the subject, in any spelling; a variable. None for a case that is about whatever its purpose finds."
    ),
]
Kind = Annotated[
    ID | None, _told("The part before the last of a key that has several: the type of a licence, or of a plate.")
]
Number = Annotated[str, _told("The department's own number of the case; a variable.")]
OneCase = Annotated[ID, _told("Id of the case.")]
Purpose = Annotated[ID, _told("Id of the purpose.")]
Why = Annotated[str, _told("The reason; a variable.")]
Uses = Annotated[list[ID] | None, _told("Ids of what else is to be done with what it gives.")]
OneRequest = Annotated[ID, _told("Id of the request.")]
Verdict = Annotated[ScenarioVerdict, _told("What becomes of it.")]
File = Annotated[ID, _told("Id of the own file, or of one for which one acts by law.")]
OneConsent = Annotated[ID, _told("Id of the consent.")]
OneAuthorisation = Annotated[ID, _told("Id of the authorisation.")]
Organisation = Annotated[
    str | None, _told("Name of the organisation, where the purpose is of no department; a variable.")
]
Agent = Annotated[str, _told("Identity number of the agent; a variable. Whether anybody has it is not told.")]
Since = Annotated[DateText, _told("The first day on which it holds.")]
Until = Annotated[DateText, _told("The last day on which it holds.")]
Items = Annotated[list[ID] | None, _told("Ids of attributes, relations and tags; else all that the purpose gives.")]
OneAgency = Annotated[ID, _told("Id of the agent on record.")]
OneLook = Annotated[ID, _told("Id of the look.")]
OneQuestion = Annotated[ID, _told("Id of the question.")]
Text = Annotated[str, _told("The text; a variable.")]


@dataclass(frozen=True, slots=True)
class Acts:
    """A viewer who does something, or asks what was done; `acts_for` tells whom he or she acts for by law."""

    dealings: Dealings
    looking: Looking
    acts_for: Callable[[], tuple[Far, ...]]
    limits: Limits

    # ---- Cases

    def cases(self, first: First = PAGE_SIZE, after: After = None, own: Own = False) -> Listed:
        """The open cases of the department of who asks, newest first."""
        size, told = page_size({"first": first}, self.limits), place(after, 2)
        ask = CasesAsk(size, (told[0], told[1]) if told else None, own)
        return list_cases(self.dealings.desk.open_cases(self.looking.viewer, ask), after is not None)

    def open_case(self, service: Service, number: Number, key: Key = None, kind: Kind = None) -> Case:
        """Opens a case for whom or what a key is of; where the same matter is open already, it is that case."""
        return self.dealings.desk.open(self.looking.viewer, service, key or "", number, kind or "")

    def close_case(self, case: OneCase) -> Case:
        """Closes a case of the department; one that is closed stays as it was."""
        return self.dealings.desk.close(self.looking.viewer, case)

    # ---- Scenarios

    def scenarios(self) -> tuple[Stood, ...]:
        """The purposes of the department of who asks, as they stand."""
        return scenarios_of(self.looking.gate.model, self.dealings.desk, self.looking.viewer)

    def request_scenario(self, purpose: Purpose, why: Why, uses: Uses = None) -> Request:
        """Requests a purpose, which is granted at once where the lists allow; a request that waits or stands is given as it is."""
        return self.dealings.desk.file(self.looking.viewer, purpose, why, tuple(uses or ()))

    def decide_scenario(self, request: OneRequest, verdict: Verdict, answer: Why) -> Request:
        """The approver's decision on a request that waits, or to take away what was granted."""
        return self.dealings.desk.decide(self.looking.viewer, request, verdict.lower(), answer)

    # ---- Grants

    def grants(self, subject: File) -> DatedGrants | None:
        """Consents and authorisations of a file; null for any that is neither one's own nor acted for by law."""
        try:
            return DatedGrants.of(self._giver.of(subject), self._today)
        except GrantError:
            return None

    def give_consent(self, subject: File, purpose: Purpose, until: Until, organisation: Organisation = None) -> Dated:
        """A file consents to a purpose, from today on."""
        return self._dated(self._giver.consent(subject, purpose, organisation or "", str(until)))

    def withdraw_consent(self, subject: File, consent: OneConsent) -> Dated:
        """A file withdraws a consent, at once."""
        return self._dated(self._giver.withdraw(subject, consent))

    def authorise(
        self, subject: File, purpose: Purpose, key: Agent, since: Since, until: Until, items: Items = None
    ) -> Dated:
        """A file authorises an agent, who has to accept it."""
        chosen: Set[str] | None = None if items is None else frozenset(items)
        return self._dated(self._giver.authorise(subject, purpose, key, (str(since), str(until)), chosen))

    def revoke_authorisation(self, subject: File, authorisation: OneAuthorisation) -> Dated:
        """A file revokes an authorisation at once, accepted or not."""
        return self._dated(self._giver.revoke(subject, authorisation))

    def accept_authorisation(self, authorisation: OneAuthorisation) -> Dated:
        """The agent accepts an authorisation; nobody does so in another's place."""
        return self._dated(self._giver.accept(authorisation))

    def decline_authorisation(self, authorisation: OneAuthorisation) -> Dated:
        """The agent declines an authorisation, or gives back at once what was accepted."""
        return self._dated(self._giver.decline(authorisation))

    def agents_on_record(self, subject: File) -> tuple[Recorded, ...] | None:
        """Who is on record as an agent of a file, and whose agent it is; null for any that is neither one's own nor acted for by law."""
        try:
            return tuple(Recorded(*item, self.looking.name) for item in self._on_record(subject).sides())
        except GrantError:
            return None

    def refuse_agent(self, subject: File, agency: OneAgency) -> Recorded:
        """Ends at once what is on record of an agent: either side can, and it stays so until that side restores it."""
        self._on_record(subject).refuse(agency)
        return self._recorded(subject, agency)

    def restore_agent(self, subject: File, agency: OneAgency) -> Recorded:
        """Takes back what the same side refused."""
        self._on_record(subject).restore(agency)
        return self._recorded(subject, agency)

    # ---- Questions about looks

    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """The oldest questions that wait for an answer of the auditor who asks."""
        return self.dealings.questions.open(self.looking.viewer)

    def question_look(self, subject: File, look: OneLook, text: Text) -> Asked:
        """Questions a look at a file, once at a time."""
        classes = (cls.id for cls in self.looking.gate.model.classes.values() if cls.subject)
        opened = next((found for cls in classes if (found := self.looking.own(cls, subject))), None)
        if opened is None:
            raise QuestionError("QUESTION_LOOK")
        return self.dealings.questions.ask(opened.id, look, self.looking.viewer, text)

    def answer_question(self, question: OneQuestion, text: Text) -> Asked:
        """An auditor answers a question; nobody answers an own one, or one about own looks."""
        return self.dealings.questions.answer(question, self.looking.viewer, text)

    @property
    def _giver(self) -> Giver:
        return Giver(self.dealings.grants, self.looking.viewer, self.acts_for())

    def _on_record(self, subject: str) -> OnRecord:
        return self.dealings.agencies.on_record(self._giver, subject)

    def _recorded(self, subject: str, agency: str) -> Recorded:
        return Recorded(*self._on_record(subject).found(agency), self.looking.name)

    @property
    def _today(self) -> str:
        return self.dealings.grants.today()

    def _dated(self, item: Consent | Authorisation) -> Dated:
        return Dated.of(item, self._today)


@dataclass(frozen=True, slots=True)
class Act:
    """A root field: the type of its answer, and the method that gives it. `looks_up`: it tells whether a key is anybody's."""

    type: object
    do: Callable[..., Any]
    looks_up: bool = False

    @property
    def name(self) -> str:
        """Its name in the schema."""
        return camel(self.do.__name__)

    @property
    def description(self) -> str:
        """What it does, in words."""
        return self.do.__doc__ or ""


def _named(*acts: Act) -> Mapping[str, Act]:
    return {act.name: act for act in acts}


LISTS: Final = _named(
    Act(CaseConnection | None, Acts.cases),
    Act(list[Scenario] | None, Acts.scenarios),
    Act(GrantsType | None, Acts.grants),
    Act(list[AgentOnRecord] | None, Acts.agents_on_record),
    Act(list[OpenQuestionType] | None, Acts.open_questions),
)
ACTS: Final = _named(
    Act(CaseType | None, Acts.open_case, looks_up=True),
    Act(CaseType | None, Acts.close_case),
    Act(ScenarioRequest | None, Acts.request_scenario),
    Act(ScenarioRequest | None, Acts.decide_scenario),
    Act(ConsentType | None, Acts.give_consent),
    Act(ConsentType | None, Acts.withdraw_consent),
    Act(AuthorisationType | None, Acts.authorise),
    Act(AuthorisationType | None, Acts.revoke_authorisation),
    Act(AuthorisationType | None, Acts.accept_authorisation),
    Act(AuthorisationType | None, Acts.decline_authorisation),
    Act(AgentOnRecord | None, Acts.refuse_agent),
    Act(AgentOnRecord | None, Acts.restore_agent),
    Act(Question | None, Acts.question_look),
    Act(Question | None, Acts.answer_question),
)
DONE: Final = {**LISTS, **ACTS}


@dataclass(frozen=True, slots=True)
class ActPlan:
    """A root field of these, and what shapes its answer."""

    act: Act
    many: bool
    make: Make

    def done(self, acts: Acts, arguments: Arguments) -> Any:
        """What comes of doing it in one request."""
        return self.act.do(acts, **arguments)

    def answer(self, found: Any) -> Any:
        """The answer that tells what came of it."""
        if found is None:
            return None
        return [self.make(item, {}) for item in found] if self.many else self.make(found, {})


def plan_act(selected: Selected, readers: Readers, written: Set[str]) -> ActPlan:
    """Compile a root field of these; Refusal where a mutation has free text in its document, or as a default (one of `written`)."""
    literals = set(literal_texts(selected, written)) if selected.name in ACTS else ()
    if literals:
        code = "KEY_IN_DOCUMENT" if "key" in literals else "TEXT_IN_DOCUMENT"
        raise Refusal(code, "Keys, numbers and texts are sent as variables, never in the document.")
    return ActPlan(DONE[selected.name], selected.many, Shaper(readers).object(selected.below or (), selected.type))
