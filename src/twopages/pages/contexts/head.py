"""The head of a subject's page: who it is, what the file is made of, as of which days."""

from dataclasses import dataclass

from twopages.dossier import Dossier, Moment
from twopages.pages.contexts.acting import Acting
from twopages.pages.contexts.facts import Fact, fact_of
from twopages.pages.contexts.frame import Place
from twopages.pages.hints import headline
from twopages.pages.showing import Showing


@dataclass(frozen=True, slots=True)
class Head:
    """Name, class and first facts of a subject, the files that it acts for; `past` tells the days of a file that is not of now.

    `own`: the address of the file for those whose own it is, or who act for it: they see who looked, and what it gave;
    `history`: whether its past is shown; `acting`: by what the viewer acts for it.
    """

    caption: str
    kind: str
    summary: str
    facts: tuple[Fact, ...]
    mine: tuple[Place, ...]
    past: str
    own: str
    history: bool
    acting: Acting | None


def head_of(
    showing: Showing,
    dossier: Dossier,
    mine: tuple[Place, ...],
    moment: Moment,
    own: str = "",
    acting: Acting | None = None,
) -> Head:
    """The head of a subject's page."""
    kind = showing.say.label(showing.model.classes[dossier.cls].label)
    return Head(
        dossier.caption,
        kind,
        _summary(showing, dossier),
        _facts(showing, dossier),
        mine,
        past_of(showing, moment),
        own,
        showing.past,
        acting,
    )


def past_of(showing: Showing, moment: Moment) -> str:
    """As of which days the page is, in words; nothing for now."""
    days = {"recorded": moment.recorded, "valid": moment.valid}
    return " ".join(showing.say(f"past.{name}", day=showing.day(day)) for name, day in days.items() if day)


def _facts(showing: Showing, dossier: Dossier) -> tuple[Fact, ...]:
    wanted = headline(showing.model, showing.model.classes[dossier.cls])
    return tuple(fact_of(showing, dossier.envelopes[item]) for item in wanted if item in dossier.envelopes)


def _summary(showing: Showing, dossier: Dossier) -> str:
    say, present = showing.say, [record.dataset for record in dossier.records if record.present]
    departments = {showing.model.datasets[dataset].department for dataset in present}
    counts = {"records": len(present), "datasets": len(set(present)), "departments": len(departments)}
    return say("subject.summary", **{key: say.count(f"count.{key}", number) for key, number in counts.items()})
