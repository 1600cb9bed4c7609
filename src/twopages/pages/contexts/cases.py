"""The cases of a department: the form that opens one, those that are open, and those that ended lately."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from twopages.access.cases import Case, finds
from twopages.ontology.model import Service
from twopages.pages.contexts.frame import Frame
from twopages.pages.paths import case_file_path, case_path
from twopages.pages.showing import Showing

_ENDED: Final = 30  # cases that ended, on the page


@dataclass(frozen=True, slots=True)
class Option:
    """A service that can be chosen."""

    id: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Options:
    """The services about one class; they ask for its key."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list; `file` is empty once it ended, and where it is about whatever is found."""

    id: str
    number: str
    service: str
    kind: str
    opened: str
    until: str
    state: str
    state_text: str
    file: str
    close: str


@dataclass(frozen=True, slots=True)
class CasesPage:
    """What the template of the cases is told; `refused` says why none was opened or closed.

    `kinds`: what may stand before the last part of a key, by what it is of; `key`: whether every service asks for one; `requests`:
    whether the viewer can request the scenarios of those that are locked.
    """

    frame: Frame
    department: str
    refused: str
    choices: tuple[Options, ...]
    kinds: tuple[Options, ...]
    key: bool
    number: str
    locked: tuple[str, ...]
    requests: bool
    open_cases: tuple[CaseLine, ...]
    ended: tuple[CaseLine, ...]


@dataclass(frozen=True, slots=True)
class Counter:
    """What lies on the desk: whose it is (a department, or the name of another organisation) and whether it requests scenarios, the
    services that may be used and those whose scenario is not granted, the cases.
    """

    department: str
    requests: bool
    services: Sequence[Service]
    locked: Sequence[Service]
    cases: Sequence[Case]
    now: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What was sent with a form that came to nothing, without the key of the subject; and why."""

    service: str = ""
    number: str = ""
    kind: str = ""
    refused: str = ""


def cases_page(frame: Frame, showing: Showing, counter: Counter, tried: Tried) -> CasesPage:
    """The page of the cases."""
    lines = [_line(showing, case, counter.now) for case in counter.cases]
    return CasesPage(
        frame=frame,
        department=_department(showing, counter.department),
        refused=tried.refused,
        choices=tuple(_choices(showing, counter.services, tried.service)),
        kinds=tuple(_kinds(showing, counter.services, tried.kind)),
        key=not any(finds(showing.model, service) for service in counter.services),
        number=tried.number,
        locked=tuple(showing.say.label(service.label) for service in counter.locked),
        requests=counter.requests,
        open_cases=tuple(line for line in lines if line.state == "open"),
        ended=tuple(line for line in lines if line.state != "open")[:_ENDED],
    )


def _department(showing: Showing, id: str) -> str:
    found = showing.model.departments.get(id)
    return showing.say.label(found.label) if found else id


def _choices(showing: Showing, services: Sequence[Service], chosen: str) -> Iterator[Options]:
    for cls in showing.model.classes.values():
        own = [service for service in services if service.subject == cls.id]
        if own:
            options = (Option(item.id, showing.say.label(item.label), item.id == chosen) for item in own)
            yield Options(showing.say.label(cls.label), tuple(options))


def _kinds(showing: Showing, services: Sequence[Service], chosen: str) -> Iterator[Options]:
    """The codes before the last part of a key, for the services about what has several."""
    model, say = showing.model, showing.say
    for cls in dict.fromkeys(service.subject for service in services):
        for attribute in (model.attributes[name] for name in model.classes[cls].key[:-1]):
            codes = model.code_lists[attribute.codes].codes.values() if attribute.codes else ()
            options = tuple(Option(code.id, say.label(code.label), code.id == chosen) for code in codes)
            yield Options(say.label(attribute.label), options)


def _line(showing: Showing, case: Case, now: str) -> CaseLine:
    say, model = showing.say, showing.model
    service, state = model.services.get(case.service), _state(case, now)
    return CaseLine(
        id=case.id,
        number=case.number,
        service=say.label(service.label) if service else case.service,
        kind=say.label(model.classes[case.cls].label),
        opened=showing.moment(case.opened),
        until=showing.moment(case.closed or case.until),
        state=state,
        state_text=say(f"case.{state}"),
        file=case_file_path(case.cls, case.subject, case.id) if state == "open" and case.subject else "",
        close=case_path(case.id, "close"),
    )


def _state(case: Case, now: str) -> str:
    if case.closed is not None:
        return "closed"
    return "open" if case.is_open(now) else "over"
