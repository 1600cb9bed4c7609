"""The history of a file: what changed on which day and by whose delivery, and what differs between two days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from twopages.dossier import Change, Changes, Dossier, Link
from twopages.pages.contexts.frame import Frame
from twopages.pages.paths import record_path, subject_path
from twopages.pages.showing import Showing

_STEPS: Final = 300  # so many changes are listed, the newest


@dataclass(frozen=True, slots=True)
class Step:
    """One change: of what, what was said before and after as it may be read, by whom, and the record that made it."""

    kind: str
    verb: str
    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The changes of one day, in words; no day where only the two ends are known."""

    day: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """What the forms of the page were filled with, as ISO text."""

    recorded: str = ""
    valid: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What the template of a history is told; `compared` says between which days where two were asked for."""

    frame: Frame
    here: str
    caption: str
    days: Days
    today: str
    compared: str
    turns: tuple[Turn, ...]
    note: str
    fault: bool


def history_page(  # noqa: PLR0913  # what a page is made of
    frame: Frame, showing: Showing, dossier: Dossier, found: Changes, *, days: Days, today: str, fault: bool = False
) -> HistoryPage:
    """The time line of a file, or what differs between the two days that were asked for."""
    say, both = showing.say, bool(days.before and days.after and not fault)
    between = {"before": showing.day(days.before), "after": showing.day(days.after)} if both else {}
    return HistoryPage(
        frame=frame,
        here=subject_path(dossier.cls, dossier.id),
        caption=dossier.caption,
        days=days,
        today=today,
        compared=say("history.compared", **between) if both else "",
        turns=tuple(_turns(showing, dossier, found.changes[:_STEPS])),
        note=_note(showing, found),
        fault=fault,
    )


def _note(showing: Showing, found: Changes) -> str:
    """What is not on the page."""
    relations = (showing.model.relations[name].label for name, _ in found.left_out)
    left = showing.say("list.join").join(map(showing.say.label, relations))
    told = [showing.say("history.left_out", relations=left)] if left else []
    cut = [showing.say("history.cut", number=_STEPS)] if len(found.changes) > _STEPS else []
    return " ".join([*told, *cut])


def _turns(showing: Showing, dossier: Dossier, changes: Sequence[Change]) -> Iterator[Turn]:
    for day, found in groupby(changes, key=lambda change: change.day):
        steps = tuple(_step(showing, dossier, change) for change in found)
        yield Turn(showing.day(day) if day else showing.say("history.between"), steps)


def _step(showing: Showing, dossier: Dossier, change: Change) -> Step:
    model, say = showing.model, showing.say
    dataset = model.datasets.get(change.dataset)
    department = say.label(model.departments[dataset.department].label) if dataset else ""
    return Step(
        kind=change.kind,
        verb=say(f"change.{change.kind}"),
        label=_label(showing, change),
        before=_told(showing, change, before=True),
        after=_told(showing, change, before=False),
        source=" · ".join([department, say.label(dataset.label)]) if dataset else "",
        href=record_path(dossier.cls, dossier.id, change.record) if change.record else "",
    )


def _label(showing: Showing, change: Change) -> str:
    topic, say, model = change.topic, showing.say, showing.model
    if topic.attribute:
        return say.label(model.attributes[topic.attribute].label)
    relation = model.relations[topic.relation]
    label = say.label(relation.label if topic.forward else relation.inverse)
    return f"{label} · {say.label(relation.parts[topic.part].label)}" if topic.part else label


def _told(showing: Showing, change: Change, *, before: bool) -> tuple[str, ...]:
    """What was said: values, the name of a far end, or that name with a part of the relation."""
    topic, values = change.topic, change.before if before else change.after
    if topic.attribute:
        return showing.texts(topic.attribute, values)
    there = bool(values) if topic.part else change.kind != ("appeared" if before else "withdrawn")
    if change.far is None or not there:
        return ()
    relation = showing.model.relations[topic.relation]
    name = showing.end(Link(topic.relation, topic.forward, change.far, {}, ()))
    said = (showing.told(relation, relation.parts[topic.part], value) for value in values) if topic.part else ()
    return (name, *said)
