"""The desk of a made-up department: cases and requests in lists, with everything that a page can show of them."""

from dataclasses import dataclass, field, replace

from twopages.access import Viewer
from twopages.access.cases import Case, CaseError
from twopages.access.scenarios import Reason, Request, ScenarioError, Share

OFFICE, KEY, SUBJECT = "civil-affairs", "310101198503128888", "s" * 26
GRANTED, WAITING, REFUSED, LOCKED = (
    "social-assistance-review",
    "elderly-visit-list",
    "hardship-proactive-discovery",
    "after-death-one-thing",
)
AUTO = {"marriage-registration-check", "dispute-handling-person", "dispute-handling-enterprise"}
LOCKED_SERVICE = "after-death-service"
NUMBER = "民救2026-0017"
_DAY = "2026-03-01T{}:30:00Z"


def case(number: str, service: str = "temporary-assistance-application", **more: str) -> Case:
    """An open case under a number."""
    known = Case(
        id=number.encode().hex().zfill(32)[-32:],
        service=service,
        purpose=GRANTED,
        cls="Person",
        subject=SUBJECT,
        department=OFFICE,
        number=number,
        account="a" * 32,
        opened=_DAY.format("01"),
        until="2999-03-31T01:30:00Z",
    )
    return replace(known, **more)


def request(purpose: str, state: str, reason: Reason, **more: object) -> Request:
    """A request that was filed."""
    known = Request(
        id=purpose.encode().hex().zfill(32)[-32:],
        department=OFFICE,
        purpose=purpose,
        role="caseworker",
        uses=frozenset(),
        account="a" * 32,
        state=state,  # type: ignore[arg-type]  # one of them
        reason=reason,
        filed=_DAY.format("01"),
        why="为辖区内申请救助的家庭办理审核",
    )
    return replace(known, **more)  # type: ignore[arg-type]  # its fields


@dataclass
class MadeUpDesk:
    """One department with a few cases and one scenario in each state; whoever else asks has nothing."""

    listed: list[Case] = field(
        default_factory=lambda: [
            case(NUMBER),
            case("低保2026-0108", "minimum-living-allowance-application"),
            case("2025-77", closed=_DAY.format("02")),
            case("2025-12", opened="2025-12-20T01:30:00Z", until="2026-02-01T01:30:00Z"),
        ]
    )
    filed: list[Request] = field(
        default_factory=lambda: [
            request(GRANTED, "granted", Reason.LISTS_ALLOW, decided=_DAY.format("01")),
            request(WAITING, "waiting", Reason.BY_HAND, uses=frozenset({"profiling"})),
            request(REFUSED, "refused", Reason.APPROVER, decided=_DAY.format("03"), answer="范围过宽"),
        ]
    )
    keys: list[str] = field(default_factory=list)

    def open(self, viewer: Viewer, service: str, key: str, number: str, kind: str = "") -> Case:
        self.keys.append(key)
        if service == LOCKED_SERVICE:
            raise CaseError("CASE_NOT_YOURS")
        if not number.strip():
            raise CaseError("CASE_NUMBER")
        if key != KEY:
            raise CaseError("CASE_SUBJECT")
        self.listed.insert(0, case(number, service))
        return self.listed[0]

    def may(self, viewer: Viewer, purpose: str) -> bool:
        return self.granted(viewer.department, purpose)

    def cases(self, viewer: Viewer) -> tuple[Case, ...]:
        return tuple(self.listed) if viewer.department == OFFICE else ()

    def close(self, viewer: Viewer, id: str) -> Case:
        if id not in {item.id for item in self.listed}:
            raise CaseError("CASE_UNKNOWN")
        self.listed = [replace(item, closed=_DAY.format("05")) if item.id == id else item for item in self.listed]
        return next(item for item in self.listed if item.id == id)

    def granted(self, department: str, purpose: str) -> bool:
        return purpose in AUTO or any(item.purpose == purpose and item.state == "granted" for item in self.filed)

    def requests(self, viewer: Viewer) -> tuple[Request, ...]:
        return tuple(self.filed) if viewer.department == OFFICE else ()

    def file(self, viewer: Viewer, purpose: str, why: str, uses: tuple[str, ...]) -> Request:
        if not why.strip():
            raise ScenarioError("SCENARIO_WHY")
        made = request(purpose, "granted", Reason.LISTS_ALLOW, why=why, uses=frozenset(uses), decided=_DAY.format("06"))
        self.filed.insert(0, made)
        return made

    def decide(self, viewer: Viewer, request: str, verdict: str, answer: str) -> Request:
        if "approver" not in viewer.posts:
            raise ScenarioError("SCENARIO_NOT_YOURS")
        states = {"grant": "granted", "revoke": "revoked"}
        for place, item in enumerate(self.filed):
            if item.id == request:
                state = states.get(verdict, "refused")
                self.filed[place] = replace(
                    item,
                    state=state,  # type: ignore[arg-type]  # one of them
                    reason=Reason.APPROVER,
                    answer=answer,
                    decided=_DAY.format("07"),
                )
                return self.filed[place]
        raise ScenarioError("SCENARIO_UNKNOWN")

    def share(self, department: str) -> Share:
        return Share(2, 3) if department == OFFICE else Share(0, 0)
