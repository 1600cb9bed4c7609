"""Opening, finding and closing cases. Their numbers are sealed in the store, and nobody finds a case by one."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final

from twopages.access.cases.case import LONGEST, Case, CaseError, CasesAsk, CasesPage
from twopages.access.holding import held
from twopages.access.looked.accounts import account_hash
from twopages.access.office import office
from twopages.access.viewer import Viewer
from twopages.graph import Store, Transaction, statement
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Purpose, Service
from twopages.values import tidy

DAYS: Final = 30  # after which a case times out that is not used
_MOST: Final = 500  # cases of a department in one list
_AGAIN: Final = timedelta(days=1)  # so often at most the store is told that a case is in use
_ID: Final = re.compile("[0-9a-f]{32}", re.ASCII)
_LAST: Final = "9999"  # after every moment

Clock = Callable[[], datetime]


def now_in_utc() -> datetime:
    """The clock of the machine."""
    return datetime.now(UTC)


def told(moment: datetime) -> str:
    """A moment as it is kept: UTC, to the second, ISO with Z; moments so written stand in the order of time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def handles(model: Model, viewer: Viewer, purpose: Purpose) -> bool:
    """Whether a purpose is for viewers like this one: of this department, or of another organisation where it is for such.

    Whether it was granted is another question.
    """
    role = model.viewer_roles[purpose.role]
    if viewer.role not in role.accounts:
        return False
    if role.of_department:
        return viewer.department != "" and viewer.department == purpose.department
    return role.way == "" and viewer.organisation != ""


def services_of(model: Model, viewer: Viewer) -> tuple[Service, ...]:
    """The services of which the viewer may open cases."""
    return tuple(item for item in model.services.values() if handles(model, viewer, model.purposes[item.purpose]))


def finds(model: Model, service: Service) -> bool:
    """Whether a case of a service may be about whatever its purpose finds: where one needs a case to find."""
    purpose = model.purposes[service.purpose]
    return purpose.needs_case and bool(purpose.finds)


def on_cases(model: Model, viewer: Viewer) -> bool:
    """Whether a viewer works on cases: whoever may open one of some service."""
    return bool(services_of(model, viewer))


def _of_others(model: Model, viewer: Viewer) -> list[str]:
    """The purposes of roles that accounts like this do not sign in as: an office may have cases of several, each for its own."""
    roles = model.viewer_roles
    return [item.id for item in model.purposes.values() if viewer.role not in roles[item.role].accounts]


class Cases:
    """The cases of a store. A case that is not used for `days` days times out."""

    def __init__(
        self, store: Store, keys: KeyRing, model: Model, clock: Clock = now_in_utc, *, days: int = DAYS
    ) -> None:
        self._store, self._keys, self._model, self._clock = store, keys, model, clock
        self._idle = timedelta(days=days)

    def open(self, viewer: Viewer, service_id: str, subject_id: str, number: str) -> Case:
        """A case of a service for a subject under the department's number; the open one, where there is one already.

        A case that is needed to find subjects is about whatever is found, without an id (see `finds`). CaseError where the viewer
        may not open it, the number is none or there is nobody of that id and class.
        """
        service, number = self._service(viewer, service_id), _number(number)
        subject, former = self._subject(service, subject_id)
        marks = [self._mark(self._office(viewer), service.id, id, number) for id in (subject, *former)]
        new = self._new(viewer, service, subject, number)
        parameters = {"marks": marks, "mark": marks[0], "now": told(self._clock()), "case": self._kept(new)}
        row = self._store.write(partial(_written, subject, parameters))
        return replace(self._case(row), subject=subject)

    def current(self, id: str) -> Case | None:
        """The case of an id if it is open, with whom its subject is now; it counts as used. None for any other."""
        now = self._clock()
        rows = self._store.read(statement("case_current"), {"id": id, "now": told(now)}) if _ID.fullmatch(id) else []
        if not rows:
            return None
        case = self._case(rows[0]["case"])
        if case.purpose not in self._model.purposes:  # the ontology has moved on, and the right with it
            return None
        return self._used(case, now) if case.until < told(now + self._idle - _AGAIN) else case

    def of(self, viewer: Viewer) -> tuple[Case, ...]:
        """The cases of the viewer's department and role: the open ones first, the newest of both first; none of any other."""
        if not on_cases(self._model, viewer):
            return ()
        parameters = {**self._whose(viewer), "size": _MOST}
        return tuple(self._case(row["case"]) for row in self._store.read(statement("cases_of"), parameters))

    def page(self, viewer: Viewer, ask: CasesAsk) -> CasesPage:
        """A page of the open cases of the viewer's department and role; none of any other."""
        if not on_cases(self._model, viewer):
            return CasesPage((), False)
        opened, id = ask.after or (_LAST, "")
        parameters = {
            **self._whose(viewer),
            "account": account_hash(self._keys, viewer.account) if ask.own else None,
            "opened": opened,
            "id": id,
            "size": ask.size + 1,
        }
        found = [self._case(row["case"]) for row in self._store.read(statement("cases_page"), parameters)]
        return CasesPage(tuple(found[: ask.size]), len(found) > ask.size)

    def close(self, viewer: Viewer, id: str) -> Case:
        """The case, closed now or before; CaseError for one that the viewer's department and role do not have."""
        if not (on_cases(self._model, viewer) and _ID.fullmatch(id)):
            raise CaseError("CASE_UNKNOWN")
        parameters = {"id": id, **self._whose(viewer)}
        rows = self._store.write(lambda tx: tx.run(statement("case_close"), parameters))
        if not rows:
            raise CaseError("CASE_UNKNOWN")
        return self._case(rows[0]["case"])

    def _service(self, viewer: Viewer, id: str) -> Service:
        service = self._model.services.get(id)
        if service is None:
            raise CaseError("CASE_SERVICE")
        if not handles(self._model, viewer, self._model.purposes[service.purpose]):
            raise CaseError("CASE_NOT_YOURS")
        return service

    def _whose(self, viewer: Viewer) -> dict[str, object]:
        """The parameters that tell whose cases are meant, and the moment."""
        others = _of_others(self._model, viewer)
        return {"department": self._office(viewer), "others": others, "now": told(self._clock())}

    def _office(self, viewer: Viewer) -> str:
        return office(self._keys, viewer)

    def _subject(self, service: Service, id: str) -> tuple[str, tuple[str, ...]]:
        """Who an id is now, and the ids of those that became it; nobody where the case is about whatever is found."""
        if not id and finds(self._model, service):
            return "", ()
        rows = self._store.read(statement("case_subject"), {"id": id})
        if not rows or service.subject not in rows[0]["labels"]:
            raise CaseError("CASE_SUBJECT")
        return rows[0]["id"], tuple(sorted(rows[0]["former"]))

    def _mark(self, *parts: str) -> str:
        return self._keys.hash_id("case", *parts)

    def _new(self, viewer: Viewer, service: Service, subject: str, number: str) -> Case:
        now = self._clock()
        return Case(
            id=secrets.token_hex(16),
            service=service.id,
            purpose=service.purpose,
            cls=service.subject,
            subject=subject,
            department=self._office(viewer),
            number=number,
            account=account_hash(self._keys, viewer.account),
            opened=told(now),
            until=told(now + self._idle),
        )

    def _kept(self, case: Case) -> Mapping[str, object]:
        """A new case as the store keeps it."""
        names = ("id", "service", "purpose", "cls", "subject", "department", "account", "opened", "until")
        return {name: getattr(case, name) for name in names} | {
            "number": self._keys.seal(case.number.encode(), case.id)
        }

    def _case(self, row: Mapping[str, Any]) -> Case:
        kept = {name: value for name, value in row.items() if name != "mark"}
        return Case(**kept | {"number": self._keys.open(row["number"], row["id"]).decode()})

    def _used(self, case: Case, now: datetime) -> Case:
        until = told(now + self._idle)
        self._store.write(lambda tx: tx.run(statement("case_used"), {"id": case.id, "until": until}))
        return replace(case, until=until)


def _number(text: str) -> str:
    number = tidy(text)
    if not 0 < len(number) <= LONGEST or not number.isprintable():
        raise CaseError("CASE_NUMBER")
    return number


def _written(subject: str, parameters: Mapping[str, object], tx: Transaction) -> Mapping[str, Any]:
    """The open case; none about somebody who is erased meanwhile."""
    if subject and not held(tx, subject):
        raise CaseError("CASE_SUBJECT")
    row: Mapping[str, Any] = tx.run(statement("case_open"), parameters)[0]["case"]
    return row
