"""Cases in a running Neo4j: who opens one, what is found under it, how it ends, and that its number stands nowhere in plain."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feed.snapshot import empty
from twopages.access import Viewer
from twopages.access.cases import Case, CaseError, Cases, CasesAsk, CasesPage, finds, services_of, told
from twopages.errors import StoreError
from twopages.feed.reseal import reseal
from twopages.graph import Store, Transaction
from twopages.keys import KeyRing
from twopages.ontology.model import Model
from twopages.settings import Settings

LIN, ENA, FORMER, FIRM = "c0" * 16, "c1" * 16, "c2" * 16, "c3" * 16
NUMBER = "民救2026-0017"
PEOPLE = """
UNWIND $people AS row
CREATE (e:Entity {id: row.id}) SET e:$(row.cls)
"""
MERGED = """
MATCH (a:Entity {id: $former}) MATCH (e:Entity {id: $now})
REMOVE a:Person SET a:Alias CREATE (a)-[:ALIAS_OF]->(e)
"""
GONE = "MATCH (n) WHERE n:Case OR n:ScenarioRequest OR n.id IN $ids DETACH DELETE n"
PLAIN = "MATCH (c:Case) RETURN properties(c) AS all"


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 1, 9, 30, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def on(self, **more: float) -> None:
        self.now += timedelta(**more)


@pytest.fixture
def ring(tmp_path_factory: pytest.TempPathFactory) -> KeyRing:
    return KeyRing.create(Settings(home=tmp_path_factory.mktemp("ring")))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def people(scratch: Store) -> Iterator[Store]:
    """Two persons, a third who is one of them, and an enterprise."""
    ids = [LIN, ENA, FORMER, FIRM]
    rows = [{"id": id, "cls": "Enterprise" if id == FIRM else "Person"} for id in ids]
    empty(scratch)  # of what other tests sealed with other keys, too
    scratch.write(lambda tx: tx.run(PEOPLE, {"people": rows}))
    yield scratch
    scratch.write(lambda tx: tx.run(GONE, {"ids": ids}))


@pytest.fixture
def cases(people: Store, ring: KeyRing, model: Model, clock: Clock) -> Cases:
    return Cases(people, ring, model, clock)


DESK = Viewer("desk-1", "caseworker", None, "civil-affairs", ("window",))
SERVICE, OTHER = "minimum-living-allowance-application", "temporary-assistance-application"


def refused(cases: Cases, viewer: Viewer, service: str = SERVICE, subject: str = LIN, number: str = NUMBER) -> str:
    with pytest.raises(CaseError) as raised:
        cases.open(viewer, service, subject, number)
    assert number not in str(raised.value) or not number
    assert raised.value.said.zh and raised.value.said.en == str(raised.value)
    return raised.value.code


def test_a_case_says_what_it_is_for_and_is_found_by_its_id(cases: Cases, ring: KeyRing, clock: Clock) -> None:
    case = cases.open(DESK, SERVICE, LIN, f"  {NUMBER} ")
    assert case == Case(
        id=case.id,
        service=SERVICE,
        purpose="social-assistance-review",
        cls="Person",
        subject=LIN,
        department="civil-affairs",
        number=NUMBER,
        account=ring.hash_id("account", "desk-1"),
        opened="2026-03-01T09:30:00Z",
        until="2026-03-31T09:30:00Z",
    )
    assert len(case.id) == 32
    assert cases.current(case.id) == case
    assert case.is_open(told(clock()))


def test_the_same_matter_is_one_open_case(cases: Cases) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = set(pool.map(lambda _: cases.open(DESK, SERVICE, LIN, NUMBER).id, range(8)))
    assert len(found) == 1
    colleague = replace(DESK, account="desk-2")
    assert {
        cases.open(colleague, SERVICE, LIN, "民救２０２６-0017").id
    } == found  # full-width digits are the same number
    others = [(OTHER, LIN, NUMBER), (SERVICE, ENA, NUMBER), (SERVICE, LIN, "民救2026-0018")]
    assert len({cases.open(DESK, *other).id for other in others} | found) == 4


def test_a_case_ends_when_it_is_closed_and_can_be_opened_anew(cases: Cases, clock: Clock) -> None:
    case = cases.open(DESK, SERVICE, LIN, NUMBER)
    clock.on(hours=1)
    closed = cases.close(DESK, case.id)
    assert closed == replace(case, closed="2026-03-01T10:30:00Z")
    assert cases.current(case.id) is None
    clock.on(hours=1)
    assert cases.close(DESK, case.id) == closed  # once more changes nothing
    assert cases.open(DESK, SERVICE, LIN, NUMBER).id != case.id
    with pytest.raises(CaseError, match="no such case"):
        cases.close(replace(DESK, department="medical-insurance"), case.id)
    with pytest.raises(CaseError, match="no such case"):
        cases.close(DESK, "f" * 32)


def test_a_case_that_nobody_uses_times_out_and_one_in_use_does_not(cases: Cases, clock: Clock) -> None:
    used, idle = cases.open(DESK, SERVICE, LIN, NUMBER), cases.open(DESK, SERVICE, ENA, NUMBER)
    clock.on(days=29)
    assert cases.current(used.id) == replace(used, until="2026-04-29T09:30:00Z")
    clock.on(days=1)
    assert cases.current(idle.id) is None
    assert cases.current(used.id) is not None
    again = cases.open(DESK, SERVICE, ENA, NUMBER)
    assert again.id != idle.id
    assert [(item.id, item.is_open(told(clock()))) for item in cases.of(DESK)] == [
        (again.id, True),
        (used.id, True),
        (idle.id, False),
    ]


def test_the_days_are_a_setting(people: Store, ring: KeyRing, model: Model, clock: Clock) -> None:
    case = Cases(people, ring, model, clock, days=2).open(DESK, SERVICE, LIN, NUMBER)
    assert case.until == "2026-03-03T09:30:00Z"


def test_a_case_ends_with_its_purpose(cases: Cases, people: Store, ring: KeyRing, model: Model, clock: Clock) -> None:
    case = cases.open(DESK, SERVICE, LIN, NUMBER)
    left = {name: item for name, item in model.purposes.items() if name != case.purpose}
    assert Cases(people, ring, replace(model, purposes=left), clock).current(case.id) is None
    assert cases.current(case.id) == case


def test_a_department_sees_its_own_cases_alone(cases: Cases, clock: Clock) -> None:
    first = cases.open(DESK, SERVICE, LIN, NUMBER)
    clock.on(minutes=5)
    second = cases.open(DESK, SERVICE, ENA, NUMBER)
    market = replace(DESK, department="market-regulation")
    third = cases.open(market, "domicile-change", FIRM, "7")
    assert [item.id for item in cases.of(replace(DESK, account="other"))] == [second.id, first.id]
    assert [item.id for item in cases.of(market)] == [third.id]
    assert cases.of(replace(DESK, department="")) == ()
    assert cases.of(Viewer("c", "citizen", LIN, "civil-affairs")) == ()


def test_open_cases_come_page_by_page_those_of_a_colleague_too_or_not(cases: Cases, clock: Clock) -> None:
    colleague = replace(DESK, account="desk-2")
    opened = []
    for number in range(5):
        clock.on(minutes=number // 2)  # some at the same moment
        opened.append(cases.open(colleague if number % 2 else DESK, SERVICE, LIN, str(number)).id)
    cases.close(DESK, opened.pop(2))
    seen, after = list[str](), None
    while True:
        page = cases.page(DESK, CasesAsk(2, after))
        seen += [case.id for case in page.cases]
        after = (page.cases[-1].opened, page.cases[-1].id)
        if not page.more:
            break
    assert sorted(seen) == sorted(opened) and seen[0] == opened[-1]
    assert [case.id for case in cases.page(colleague, CasesAsk(9, own=True)).cases] == [opened[2], opened[1]]
    clock.on(days=40)
    assert cases.page(DESK, CasesAsk(9)) == CasesPage((), False)


@pytest.mark.parametrize(
    "other", [{"role": "steward"}, {"role": "citizen"}, {"department": ""}, {"department": "education"}]
)
def test_nobody_else_lists_or_closes_cases(cases: Cases, other: dict[str, Any]) -> None:
    case, viewer = cases.open(DESK, SERVICE, LIN, NUMBER), replace(DESK, **other)
    assert (cases.of(viewer), cases.page(viewer, CasesAsk(9)).cases) == ((), ())
    with pytest.raises(CaseError, match="no such case"):
        cases.close(viewer, case.id)
    assert cases.current(case.id) == case


def test_an_office_keeps_the_cases_of_each_role_apart(people: Store, ring: KeyRing, model: Model, clock: Clock) -> None:
    dispute = model.services["personal-data-dispute"]
    moved = replace(model.purposes[dispute.purpose], department=DESK.department)
    cases = Cases(people, ring, replace(model, purposes={**model.purposes, moved.id: moved}), clock)
    steward = replace(DESK, account="steward-1", role="steward")
    mine, disputed = cases.open(DESK, SERVICE, LIN, NUMBER), cases.open(steward, dispute.id, LIN, NUMBER)
    for viewer, own, other in ((DESK, mine, disputed), (steward, disputed, mine)):
        assert cases.of(viewer) == cases.page(viewer, CasesAsk(9)).cases == (own,)
        with pytest.raises(CaseError, match="no such case"):
            cases.close(viewer, other.id)
        assert cases.current(other.id) == other
    assert cases.close(steward, disputed.id).closed


@pytest.mark.parametrize(
    ("viewer", "service", "subject", "number", "code"),
    [
        (DESK, "no-such-service", LIN, NUMBER, "CASE_SERVICE"),
        (DESK, "domicile-change", FIRM, NUMBER, "CASE_NOT_YOURS"),  # of another department
        (replace(DESK, department=""), SERVICE, LIN, NUMBER, "CASE_NOT_YOURS"),
        (replace(DESK, department="education"), SERVICE, LIN, NUMBER, "CASE_NOT_YOURS"),
        (replace(DESK, role="steward"), SERVICE, LIN, NUMBER, "CASE_NOT_YOURS"),
        (replace(DESK, role="citizen", subject=LIN), SERVICE, LIN, NUMBER, "CASE_NOT_YOURS"),
        (replace(DESK, department="power-company"), "power-connection", FIRM, NUMBER, "CASE_NOT_YOURS"),
        (DESK, SERVICE, FIRM, NUMBER, "CASE_SUBJECT"),  # an enterprise where the service is for persons
        (DESK, SERVICE, "f" * 32, NUMBER, "CASE_SUBJECT"),
        (DESK, SERVICE, "", NUMBER, "CASE_SUBJECT"),
        (DESK, SERVICE, LIN, "", "CASE_NUMBER"),
        (DESK, SERVICE, LIN, " \n ", "CASE_NUMBER"),
        (DESK, SERVICE, LIN, "7" * 61, "CASE_NUMBER"),
    ],
)
def test_a_case_is_refused_with_a_reason(
    cases: Cases, viewer: Viewer, service: str, subject: str, number: str, code: str
) -> None:
    assert refused(cases, viewer, service, subject, number) == code
    assert cases.of(DESK) == ()


def test_a_case_follows_whom_its_subject_became(cases: Cases, people: Store) -> None:
    case = cases.open(DESK, SERVICE, FORMER, NUMBER)
    people.write(lambda tx: tx.run(MERGED, {"former": FORMER, "now": LIN}))
    found = cases.current(case.id)
    assert found == replace(case, subject=LIN)
    assert cases.open(DESK, SERVICE, LIN, NUMBER) == found  # under either id it is the same matter
    assert cases.open(DESK, SERVICE, FORMER, NUMBER) == found
    people.write(lambda tx: tx.run("MATCH (e:Entity {id: $id}) DETACH DELETE e", {"id": ENA}))
    assert refused(cases, DESK, subject=ENA) == "CASE_SUBJECT"


def test_the_number_is_sealed_and_comes_along_when_keys_rotate(cases: Cases, people: Store, ring: KeyRing) -> None:
    case = cases.open(DESK, SERVICE, LIN, NUMBER)
    kept = people.read(PLAIN)[0]["all"]
    assert NUMBER not in str(kept)
    assert "desk-1" not in str(kept)
    assert NUMBER not in repr(case)
    newer = ring.rotate()
    assert reseal(people, newer, lambda kind, seen: None).sealed >= 1
    assert people.read(PLAIN)[0]["all"]["number"] != kept["number"]
    assert cases.current(case.id) == case


@given(id=st.text(max_size=40))
def test_what_is_no_id_of_a_case_is_not_even_asked_for(id: str) -> None:
    assert Cases(None, None, None).current(id) is None  # type: ignore[arg-type]  # the store is not needed


def test_a_department_handles_the_services_of_its_purposes(model: Model) -> None:
    mine = services_of(model, DESK)
    assert {SERVICE, OTHER, "after-death-service"} <= {item.id for item in mine}
    assert {model.purposes[item.purpose].department for item in mine} == {"civil-affairs"}
    assert "disability-subsidies-application" not in {item.id for item in mine}  # offered by it, handled by another
    assert services_of(model, replace(DESK, department="power-company")) == ()
    assert services_of(model, replace(DESK, role="citizen")) == ()


STUDENT = Viewer("student", "researcher", None, organisation="A University")


def test_a_study_is_about_whatever_is_found_and_its_organisations_alone(cases: Cases) -> None:
    study = cases.open(STUDENT, "medical-study", "", "R-7")
    assert (study.subject, study.cls, study.purpose) == ("", "Encounter", "medical-research")
    assert "University" not in study.department
    again = Viewer("professor", "researcher", None, organisation="A University")
    assert [case.id for case in cases.of(again)] == [study.id]
    assert cases.current(study.id) == study
    assert cases.of(Viewer("other", "researcher", None, organisation="B University")) == ()
    for stranger in (Viewer("other", "researcher", None), Viewer("desk", "caseworker", None, "hospital-development")):
        with pytest.raises(CaseError) as refused:
            cases.open(stranger, "medical-study", "", "R-7")
        assert refused.value.code == "CASE_NOT_YOURS"


def test_only_what_needs_a_case_to_find_is_about_nobody(cases: Cases, model: Model) -> None:
    window = Viewer("w", "caseworker", None, "general-office")
    with pytest.raises(CaseError) as refused:
        cases.open(window, "licence-check", "", "7")
    assert refused.value.code == "CASE_SUBJECT"
    assert {item.id for item in model.services.values() if finds(model, item)} == {"medical-study"}


def test_no_case_is_opened_about_somebody_who_is_erased_meanwhile(cases: Cases, people: Store) -> None:
    service = next(item for item in services_of(cases._model, DESK) if item.subject == "Person")
    begun = Event()

    def erase(tx: Transaction) -> None:
        tx.run("MATCH (e:Entity {id: $id}) DETACH DELETE e", {"id": ENA})
        begun.set()
        time.sleep(0.5)

    with ThreadPoolExecutor(1) as other:
        erasing = other.submit(people.write, erase)
        begun.wait()
        with pytest.raises((CaseError, StoreError)):
            cases.open(DESK, service.id, ENA, NUMBER)
        erasing.result()
    assert people.read(PLAIN) == []
