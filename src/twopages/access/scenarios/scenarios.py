"""Which scenarios a department may use: requests are filed, decided by rule or by its approver, and revoked."""

import secrets
import time
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import orjson

from twopages.access.cases import Clock, now_in_utc, told
from twopages.access.ground import of_department
from twopages.access.looked.accounts import account_hash
from twopages.access.scenarios.request import LONGEST, Request, ScenarioError, Share, State
from twopages.access.scenarios.ruling import FROM_THE_START, Reason, Ruling, ruling
from twopages.access.viewer import Viewer
from twopages.graph import Store, Transaction, statement
from twopages.keys import KeyRing
from twopages.ontology.model import Model, Purpose

APPROVER: Final = "approver"  # the post of whoever decides for a department
_MOST: Final = 500  # requests of a department in one list
_SECONDS: Final = 5.0  # for which what stands is remembered

_CHINA: Final = ZoneInfo("Asia/Shanghai")


class Scenarios:
    """The scenarios of departments. What this process grants or revokes counts at once, what others do after a few seconds."""

    def __init__(
        self,
        store: Store,
        keys: KeyRing,
        model: Model,
        clock: Clock = now_in_utc,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._keys, self._model, self._clock, self._tick = store, keys, model, clock, tick
        self._known: dict[str, tuple[float, bool]] = {}

    def granted(self, department: str, purpose_id: str) -> bool:
        """Whether a department may use a purpose now; those of no department may be used by whomever they are for."""
        purpose = self._model.purposes.get(purpose_id)
        if purpose is None or purpose.department not in (None, department):
            return False
        if self.from_the_start(purpose):
            return True
        key = _standing(department, purpose_id)
        until, stands = self._known.get(key, (0.0, False))
        return stands if self._tick() < until else self._look(key)

    def from_the_start(self, purpose: Purpose) -> bool:
        """Whether nobody needs to request a purpose."""
        return self._model.approvals[purpose.approval].rank == FROM_THE_START

    def file(self, viewer: Viewer, purpose_id: str, why: str, uses: Collection[str] = ()) -> Request:
        """Files a request of the viewer's department, and decides it where the lists allow; one that waits or stands is given as it is.

        `uses`: ids of what else the department wants to do with what it gets. ScenarioError where nothing can be filed.
        """
        purpose = self._requestable(viewer, purpose_id)
        why, uses = _reason(why), frozenset(uses) & self._model.uses.keys()
        rule = ruling(self._model, purpose, viewer.role, viewer.department, uses)
        row = self._filed(viewer, purpose, rule, why, uses)
        parameters = {"standing": _standing(viewer.department, purpose_id), "request": row}
        rows = self._store.write(lambda tx: tx.run(statement("request_file"), parameters))
        self._forget(parameters["standing"])
        return self._request(rows[0]["request"])

    def decide(self, viewer: Viewer, request_id: str, *, grant: bool, answer: str) -> Request:
        """The decision of the approver on a request that waits, with a reason; ScenarioError for whoever is none."""
        return self._settle(viewer, request_id, "waiting", "granted" if grant else "refused", answer)

    def revoke(self, viewer: Viewer, request_id: str, *, answer: str) -> Request:
        """Takes a granted scenario away from the department, with a reason; ScenarioError for whoever is not its approver."""
        return self._settle(viewer, request_id, "granted", "revoked", answer)

    def of(self, viewer: Viewer) -> tuple[Request, ...]:
        """The requests of the viewer's department, the newest first; none of any other."""
        if not self._files(viewer):
            return ()
        parameters = {"department": viewer.department, "size": _MOST}
        return tuple(self._request(row["request"]) for row in self._store.read(statement("requests_of"), parameters))

    def decided_the_same_day(self, department: str = "") -> Share:
        """How many requests were decided on the day on which they were filed; of one department, or of all."""
        parameters = {"department": department, "today": _day(self._clock())}
        row = self._store.read(statement("requests_share"), parameters)[0]
        return Share(row["sameDay"], row["counted"])

    def _look(self, key: str) -> bool:
        stands = bool(self._store.read(statement("request_granted"), {"standing": key})[0]["granted"])
        self._known[key] = (self._tick() + _SECONDS, stands)
        return stands

    def _forget(self, key: object) -> None:
        self._known.pop(str(key), None)

    def _files(self, viewer: Viewer) -> bool:
        return of_department(self._model, viewer)

    def _requestable(self, viewer: Viewer, id: str) -> Purpose:
        if not self._files(viewer):
            raise ScenarioError("SCENARIO_NOT_YOURS")
        purpose = self._model.purposes.get(id)
        if purpose is None or purpose.department != viewer.department:
            raise ScenarioError("SCENARIO_UNKNOWN")
        if self.from_the_start(purpose):
            raise ScenarioError("SCENARIO_OPEN")
        return purpose

    def _filed(
        self, viewer: Viewer, purpose: Purpose, rule: Ruling, why: str, uses: frozenset[str]
    ) -> Mapping[str, object]:
        """A new request as the store keeps it."""
        id, now = secrets.token_hex(16), self._clock()
        decided = {"decided": told(now), "decidedOn": _day(now)} if rule.granted else {}
        return decided | {
            "id": id,
            "department": viewer.department,
            "purpose": purpose.id,
            "role": viewer.role,
            "uses": sorted(uses),
            "account": account_hash(self._keys, viewer.account),
            "state": "granted" if rule.granted else "waiting",
            "reason": str(rule.reason),
            "filed": told(now),
            "filedOn": _day(now),
            "words": self._sealed(id, why, ""),
        }

    def _settle(self, viewer: Viewer, id: str, before: State, after: State, answer: str) -> Request:
        if not (self._files(viewer) and APPROVER in viewer.posts):
            raise ScenarioError("SCENARIO_NOT_YOURS")
        answer = _reason(answer)
        settled = self._store.write(lambda tx: self._settled(tx, viewer, id, (before, after), answer))
        self._forget(_standing(settled.department, settled.purpose))
        return settled

    def _settled(self, tx: Transaction, viewer: Viewer, id: str, states: tuple[State, State], answer: str) -> Request:
        """The words are sealed under the lock of those who seal anew, so that neither undoes the other."""
        tx.run(statement("reseal_lock"))
        rows = tx.run(statement("request_locked"), {"id": id, "department": viewer.department})
        if not rows:
            raise ScenarioError("SCENARIO_UNKNOWN")
        request = self._request(rows[0]["request"])
        if request.state != states[0]:
            raise ScenarioError("SCENARIO_DECIDED")
        now, decider = self._clock(), account_hash(self._keys, viewer.account)
        if states == ("waiting", "granted") and request.account == decider:
            raise ScenarioError("SCENARIO_OWN")
        change = {
            "state": states[1],
            "decided": told(now),
            "reason": str(Reason.APPROVER),
            "decider": decider,
            "words": self._sealed(id, request.why, answer),
        } | ({"decidedOn": _day(now)} if states[0] == "waiting" else {})
        kept = states[1] == "granted"
        return self._request(
            tx.run(statement("request_settle"), {"id": id, "change": change, "kept": kept})[0]["request"]
        )

    def _sealed(self, id: str, why: str, answer: str) -> str:
        return self._keys.seal(orjson.dumps([why, answer]), id)

    def _request(self, row: Mapping[str, Any]) -> Request:
        why, answer = orjson.loads(self._keys.open(row["words"], row["id"]))
        left_out = {"words", "standing", "filedOn", "decidedOn", "uses", "reason"}
        kept = {name: value for name, value in row.items() if name not in left_out}
        return Request(**kept, uses=frozenset(row["uses"]), reason=Reason(row["reason"]), why=why, answer=answer)


def _standing(department: str, purpose: str) -> str:
    return f"{department}/{purpose}"


def _day(moment: datetime) -> str:
    return moment.astimezone(_CHINA).date().isoformat()


def _reason(text: str) -> str:
    reason = text.strip()
    if not 0 < len(reason) <= LONGEST:
        raise ScenarioError("SCENARIO_WHY")
    return reason
