"""The scenarios of a department: those that it may use, those that wait for its approver, and a form to request others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from twopages.access.scenarios import Request, Scenario, Share
from twopages.ontology.model import Purpose
from twopages.pages.contexts.cases import Option
from twopages.pages.contexts.facts import Fact
from twopages.pages.contexts.frame import Frame
from twopages.pages.paths import scenario_path
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class ScenarioLine:
    """A scenario in the list, with its last request; `action` is where a decision goes, empty for whoever decides nothing."""

    id: str
    label: str
    description: str
    state: str
    state_text: str
    facts: tuple[Fact, ...]
    action: str
    verdicts: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ScenarioWing:
    """Scenarios of one state."""

    title: str
    note: str
    lines: tuple[ScenarioLine, ...]


@dataclass(frozen=True, slots=True)
class ScenariosPage:
    """What the template of the scenarios is told; `refused` says why nothing was filed or decided."""

    frame: Frame
    department: str
    share: str
    refused: str
    wings: tuple[ScenarioWing, ...]
    choices: tuple[Option, ...]
    uses: tuple[Option, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Office:
    """A department, its scenarios as they stand, and whether who looks decides on them."""

    department: str
    scenarios: Sequence[Scenario]
    share: Share
    approves: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent with a form that came to nothing, and why."""

    purpose: str = ""
    why: str = ""
    uses: frozenset[str] = field(default_factory=frozenset)
    refused: str = ""


def scenarios_page(frame: Frame, showing: Showing, office: Office, sent: Sent) -> ScenariosPage:
    """The page of the scenarios."""
    say, model = showing.say, showing.model
    askable = [item.purpose for item in office.scenarios if item.state in ("open", "refused", "revoked")]
    found = model.departments.get(office.department)
    return ScenariosPage(
        frame=frame,
        department=say.label(found.label) if found else "",
        share=_share(showing, office.share),
        refused=sent.refused,
        wings=tuple(_wings(showing, office)),
        choices=tuple(Option(item.id, say.label(item.label), item.id == sent.purpose) for item in askable),
        uses=tuple(Option(use.id, say.label(use.label), use.id in sent.uses) for use in model.uses.values()),
        why=sent.why,
    )


def _share(showing: Showing, share: Share) -> str:
    say = showing.say
    if share.percent is None:
        return say("scenarios.share_none")
    return say("scenarios.share", percent=share.percent, same=share.same_day, all=share.all)


def _wings(showing: Showing, office: Office) -> Iterator[ScenarioWing]:
    for wing, within in (("waiting", {"waiting"}), ("granted", {"granted"}), ("open", {"open", "refused", "revoked"})):
        lines = tuple(_line(showing, office, item) for item in office.scenarios if item.state in within)
        if lines:
            yield ScenarioWing(showing.say(f"scenarios.{wing}"), showing.say(f"scenarios.{wing}_note"), lines)


def _line(showing: Showing, office: Office, scenario: Scenario) -> ScenarioLine:
    say, purpose, state, request = showing.say, scenario.purpose, scenario.state, scenario.request
    verdicts = {"waiting": ("grant", "refuse"), "granted": ("revoke",)}.get(state, ()) if request else ()
    return ScenarioLine(
        id=purpose.id,
        label=say.label(purpose.label),
        description=say.label(purpose.description),
        state=state,
        state_text=say(f"scenario.{state}"),
        facts=tuple(_facts(showing, purpose, request)),
        action=scenario_path(request.id) if request and verdicts and office.approves else "",
        verdicts=tuple(Option(verdict, say(f"verdict.{verdict}"), False) for verdict in verdicts),
    )


def _facts(showing: Showing, purpose: Purpose, request: Request | None) -> Iterator[Fact]:
    say, model = showing.say, showing.model
    yield Fact(say("scenario.basis"), say.label(purpose.legal_basis))
    if request is None:
        yield Fact(say("scenario.approval"), say.label(model.approvals[purpose.approval].label))
        return
    yield Fact(say("scenario.filed"), showing.moment(request.filed))
    yield Fact(say("scenario.why"), request.why)
    if request.uses:
        uses = (say.label(use.label) for use in model.uses.values() if use.id in request.uses)
        yield Fact(say("scenario.uses"), say("list.join").join(uses))
    if request.decided:
        yield Fact(say("scenario.decided"), showing.moment(request.decided))
    yield Fact(say("scenario.reason"), say.label(request.reason.label))
    if request.answer:
        yield Fact(say("scenario.answer"), request.answer)
