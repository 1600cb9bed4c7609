"""Agents by what departments have on record: on which days, within which scope, and no longer than neither side refuses."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from tests.access.gates import Kept
from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, BEN, COY, enterprise, resident
from tests.feed.snapshot import empty
from twopages.access import Gate, Open, Question, Viewer
from twopages.access.agencies import Agencies, Agency
from twopages.access.dealings import Dealings
from twopages.access.grants import GrantError, TrustAsk, What, grants_of
from twopages.access.represent import AgentsOnRecord
from twopages.dossier import Dossiers, Far
from twopages.graph import Store
from twopages.keys import KeyRing
from twopages.ontology.model import Model

FIRST, LAST = date(2021, 1, 10), date(2021, 12, 31)
WITHIN, DAY = date(2021, 10, 1), timedelta(days=1)


def agent_row(number: str, principal: str, **cells: str) -> dict[str, str]:
    """A row of the authorised agents."""
    return {
        "授权编号": f"A{principal}", "被授权人身份证号": number, "授权主体代码": principal, "授权范围": "2", "授权事项": "企业变更登记",
        "生效日期": f"{FIRST} 00:00:00", "失效日期": f"{LAST} 00:00:00",
    } | cells  # fmt: skip


@dataclass
class Town:
    """A few people and an enterprise, looked at on a day that can be set."""

    desk: Desk
    day: date = WITHIN
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    delivered: date = date(2021, 6, 30)

    def id(self, key: str) -> str:
        return self.desk.entity("Enterprise" if key == ACME else "Person", key)

    def authorise(self, number: str, principal: str, **cells: str) -> None:
        """One more row, or another in the place of the one of the same number, in the next delivery."""
        row = agent_row(number, principal, **cells)
        self.deliver({row["授权编号"]: row})

    def deliver(self, rows: dict[str, dict[str, str]]) -> None:
        self.rows |= rows
        self.delivered += DAY
        path = self.desk.write("agent-authorisation", list(self.rows.values()), self.delivered.isoformat())
        self.desk.feed(path, frozenset({path.name}))

    @property
    def agencies(self) -> Agencies:
        store, keys, model = self.desk.store, self.desk.keys, self.desk.model
        record = AgentsOnRecord(Dossiers(store, keys, model, self.day.isoformat), "Person")
        return Agencies(record, grants_of(store, keys, model, self.now))

    def now(self) -> datetime:
        return datetime.combine(self.day, time(9), timezone(timedelta(hours=8)))

    def open(self, agent: str, cls: str, key: str, role: str = "agent") -> Open | None:
        """What becomes of it when an agent opens a file."""
        store, keys, model = self.desk.store, self.desk.keys, self.desk.model
        dealings = replace(Dealings.of(store, keys, model), agencies=self.agencies)
        viewer = Viewer("agent", role, self.id(agent))  # type: ignore[arg-type]  # one of the roles
        return Gate(model, keys, Kept(), dealings).looking(viewer, Question(), tuple).open(cls, self.id(key))

    def opens(self, agent: str, cls: str, key: str) -> bool:
        return self.open(agent, cls, key) is not None

    def of(self, cls: str, key: str) -> tuple[Agency, ...]:
        return self.agencies.agents(cls, self.id(key))


@pytest.fixture
def town(scratch: Store, keys: KeyRing, model: Model, tmp_path: Path) -> Town:
    empty(scratch)
    desk = Desk(scratch, keys, model, tmp_path)
    desk.deliver("household-registration", [resident(number, f"王{number[-2]}") for number in (ANN, BEN, COY)])
    desk.deliver("enterprise-registration", [enterprise(ACME)])
    return Town(desk)


def test_an_agent_opens_the_file_from_the_first_day_to_the_last(town: Town) -> None:
    town.authorise(ANN, ACME)
    for day, opens in ((FIRST - DAY, False), (FIRST, True), (WITHIN, True), (LAST, True), (LAST + DAY, False)):
        town.day = day
        assert town.opens(ANN, "Enterprise", ACME) is opens, day


def test_it_is_told_by_what_he_acts(town: Town) -> None:
    town.authorise(ANN, ACME)
    opened = town.open(ANN, "Enterprise", ACME)
    assert opened and opened.by and opened.ground.purpose.id == "agent-for-enterprise"
    told = (opened.by.relation, opened.by.since, opened.by.until, opened.by.parts["scope"], opened.by.parts["matters"])
    assert told == ("AGENT_OF", FIRST.isoformat(), LAST.isoformat(), "2", "企业变更登记")
    assert [source.dataset for source in opened.by.sources] == ["agent-authorisation"]
    assert set(opened.by.records) >= {source.record for source in opened.by.sources}


def test_nobody_else_does_and_nobody_as_a_citizen(town: Town) -> None:
    town.authorise(ANN, ACME)
    assert not town.opens(BEN, "Enterprise", ACME) and not town.opens(ANN, "Person", COY)
    assert town.open(ANN, "Enterprise", ACME, role="citizen") is None


@pytest.mark.parametrize(("scope", "opens"), [("1", True), ("2", True), ("3", False), ("4", True)])
def test_who_may_only_show_licences_opens_no_file(town: Town, scope: str, opens: bool) -> None:
    town.authorise(ANN, ACME, 授权范围=scope)
    assert town.opens(ANN, "Enterprise", ACME) is opens


def test_it_ends_with_whoever_authorised(town: Town) -> None:
    town.authorise(ANN, ACME)
    town.desk.deliver("enterprise-registration", [enterprise(ACME, REGSTATE="4")], "2021-07-31")
    assert not town.opens(ANN, "Enterprise", ACME)
    town.authorise(ANN, COY)
    assert town.opens(ANN, "Person", COY)
    living = [resident(number, f"王{number[-2]}") for number in (ANN, BEN)]
    town.desk.deliver("household-registration", [*living, resident(COY, "可一", 死亡注销日期="20210501")], "2021-08-31")
    assert not town.opens(ANN, "Person", COY)


def _refused(agencies: Agencies, found: tuple[Agency, ...], side: str) -> None:
    agencies.refuse(found, found[0].key, side, "me")  # type: ignore[arg-type]  # one of both


Find = Callable[[Town], tuple[Agency, ...]]
SIDES: dict[str, Find] = {
    "subject": lambda town: town.of("Enterprise", ACME),
    "agent": lambda town: town.agencies.of(Far(town.id(ANN), "Person", "")),
}


@pytest.mark.parametrize("side", SIDES)
def test_either_ends_it_at_once_whatever_is_delivered_later_and_takes_that_back_alone(town: Town, side: str) -> None:
    town.authorise(ANN, ACME)
    (found,) = SIDES[side](town)
    assert not found.refusals and found.by.far.id == town.id(ACME)
    _refused(town.agencies, (found,), side)
    assert not town.opens(ANN, "Enterprise", ACME)
    with pytest.raises(GrantError) as twice:
        _refused(town.agencies, (found,), side)
    assert twice.value.what is What.OVER
    town.authorise(ANN, ACME, 失效日期="2022-12-31 00:00:00", 授权编号="B1")
    assert not town.opens(ANN, "Enterprise", ACME)
    other = next(name for name in SIDES if name != side)
    (seen,) = SIDES[other](town)
    with pytest.raises(GrantError):
        town.agencies.restore((seen,), seen.key, other)  # type: ignore[arg-type]  # one of both
    (again,) = SIDES[side](town)
    town.agencies.restore((again,), again.key, side)  # type: ignore[arg-type]  # one of both
    assert town.opens(ANN, "Enterprise", ACME)


def test_what_one_refuses_binds_no_other(town: Town) -> None:
    town.authorise(ANN, ACME)
    town.authorise(ANN, COY)
    _refused(town.agencies, town.of("Person", COY), "subject")
    assert town.opens(ANN, "Enterprise", ACME) and not town.opens(ANN, "Person", COY)
    with pytest.raises(GrantError) as gone:
        town.agencies.refuse(town.of("Person", COY), town.of("Enterprise", ACME)[0].key, "subject", "me")
    assert gone.value.what is What.GONE


def test_a_refusal_is_no_grant_and_outlasts_what_is_on_record(town: Town) -> None:
    town.authorise(ANN, ACME)
    _refused(town.agencies, town.of("Enterprise", ACME), "subject")
    grants = town.agencies.grants
    assert not grants.of(town.id(ACME)) and not grants.given(town.id(ACME)) and not grants.received(town.id(ANN))
    (kept,) = grants.refused(town.id(ANN))
    assert (kept.subject, kept.relation, kept.side, kept.by) == (town.id(ACME), "AGENT_OF", "subject", "me")
    town.authorise(BEN, COY, 授权编号=f"A{ACME}")
    assert town.of("Enterprise", ACME) == () and town.agencies.of(Far(town.id(ANN), "Person", "")) == ()
    town.authorise(ANN, ACME)
    assert not town.opens(ANN, "Enterprise", ACME)


def test_what_the_file_itself_gave_comes_first(town: Town) -> None:
    town.authorise(ANN, ACME)
    _refused(town.agencies, town.of("Enterprise", ACME), "subject")
    ask = TrustAsk("agent-for-enterprise", ANN, WITHIN.isoformat(), LAST.isoformat(), frozenset({"enterpriseName"}))
    given = town.agencies.grants.authorise("Enterprise", town.id(ACME), ask)
    assert not town.opens(ANN, "Enterprise", ACME)
    town.agencies.grants.accept(town.id(ANN), given.id)
    opened = town.open(ANN, "Enterprise", ACME)
    assert opened and opened.by and (opened.by.grant, opened.by.relation) == (given.id, "")
    assert opened.decision.purpose.attributes == {"enterpriseName"}
