"""Agents by what departments have on record: on which days, within which scope, and no longer than neither side refuses."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tests.access.gates import Kept
from tests.feed.conftest import Desk
from tests.feed.rows import ACME, ANN, BEN, COY, enterprise, resident
from tests.feed.snapshot import empty
from twopages.access import Gate, Open, Question, Viewer
from twopages.access.agencies import Agencies, Agency, OnRecord
from twopages.access.dealings import Dealings
from twopages.access.grants import Giver, GrantError, TrustAsk, What, grants_of
from twopages.access.represent import AgentsOnRecord
from twopages.api.engine import Asked, Engine
from twopages.api.operation import Answer
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

    def record(self, key: str) -> OnRecord:
        """What is on record of somebody, as they are told it themselves."""
        return self.agencies.on_record(Giver(self.agencies.grants, self.viewer(key), ()), self.id(key))

    def viewer(self, key: str) -> Viewer:
        """Somebody before the own file."""
        return Viewer("me", "operator" if key == ACME else "citizen", self.id(key))

    def ask(self, query: str, key: str, log: Kept, **variables: str) -> Answer:
        """What the API answers about somebody's file to that somebody."""
        store, keys, model = self.desk.store, self.desk.keys, self.desk.model
        dealings = replace(Dealings.of(store, keys, model), agencies=self.agencies)
        engine = Engine(model, store, keys, Gate(model, keys, log, dealings), dealings=dealings)
        asked = Asked(query, None, {"file": self.id(key), **variables}, may_act=True)
        return engine.answer(asked, self.viewer(key))

    def one(self, key: str) -> Agency:
        """The only one of it."""
        ((found, _),) = self.record(key).sides()
        return found


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


@pytest.mark.parametrize(("key", "other"), [(ACME, ANN), (ANN, ACME)])
def test_either_ends_it_at_once_whatever_is_delivered_later_and_takes_that_back_alone(
    town: Town, key: str, other: str
) -> None:
    town.authorise(ANN, ACME)
    found = town.one(key)
    assert (found.state, found.by.far.id) == ("valid", town.id(ACME))
    town.record(key).refuse(found.key)
    assert not town.opens(ANN, "Enterprise", ACME)
    assert town.one(key).state == ("withdrawn" if key == ACME else "resigned")
    with pytest.raises(GrantError) as twice:
        town.record(key).refuse(found.key)
    assert twice.value.what is What.OVER
    town.authorise(ANN, ACME, 失效日期="2022-12-31 00:00:00", 授权编号="B1")
    assert not town.opens(ANN, "Enterprise", ACME)
    with pytest.raises(GrantError):
        town.record(other).restore(found.key)
    town.record(key).restore(found.key)
    assert town.opens(ANN, "Enterprise", ACME)


def test_what_one_refuses_binds_no_other(town: Town) -> None:
    town.authorise(ANN, ACME)
    town.authorise(ANN, COY)
    town.record(COY).refuse(town.one(COY).key)
    assert town.opens(ANN, "Enterprise", ACME) and not town.opens(ANN, "Person", COY)
    for stranger in (COY, BEN):
        with pytest.raises(GrantError) as gone:
            town.record(stranger).refuse(town.one(ACME).key)
        assert gone.value.what is What.GONE


def test_nobody_is_told_who_is_on_record_for_another(town: Town) -> None:
    town.authorise(ANN, ACME)
    stranger = Giver(town.agencies.grants, Viewer("me", "citizen", town.id(BEN)), ())
    with pytest.raises(GrantError) as refused:
        town.agencies.on_record(stranger, town.id(ACME))
    assert refused.value.what is What.NO_FILE
    acting = Giver(town.agencies.grants, Viewer("me", "citizen", town.id(BEN)), (Far(town.id(ANN), "Person", ""),))
    assert town.agencies.on_record(acting, town.id(ANN)).principals is None


def test_a_refusal_is_no_grant_and_outlasts_what_is_on_record(town: Town) -> None:
    town.authorise(ANN, ACME)
    town.record(ACME).refuse(town.one(ACME).key)
    grants = town.agencies.grants
    assert not grants.of(town.id(ACME)) and not grants.given(town.id(ACME)) and not grants.received(town.id(ANN))
    (kept,) = grants.refused(town.id(ANN))
    assert (kept.subject, kept.relation, kept.side, kept.by) == (town.id(ACME), "AGENT_OF", "subject", "me")
    town.authorise(BEN, COY, 授权编号=f"A{ACME}")
    assert not list(town.record(ACME).sides()) and not list(town.record(ANN).sides())
    town.authorise(ANN, ACME)
    assert not town.opens(ANN, "Enterprise", ACME)


def test_what_the_file_itself_gave_comes_first(town: Town) -> None:
    town.authorise(ANN, ACME)
    town.record(ACME).refuse(town.one(ACME).key)
    ask = TrustAsk("agent-for-enterprise", ANN, WITHIN.isoformat(), LAST.isoformat(), frozenset({"enterpriseName"}))
    given = town.agencies.grants.authorise("Enterprise", town.id(ACME), ask)
    assert not town.opens(ANN, "Enterprise", ACME)
    town.agencies.grants.accept(town.id(ANN), given.id)
    opened = town.open(ANN, "Enterprise", ACME)
    assert opened and opened.by and (opened.by.grant, opened.by.relation) == (given.id, "")
    assert opened.decision.purpose.attributes == {"enterpriseName"}


LISTED = "id side subject class name state by { relation until says { part label { en } } sources { dataset { id } } }"
LIST = f"query L($file: ID!) {{ agentsOnRecord(subject: $file) {{ {LISTED} }} }}"
UNNAMED = "query L($file: ID!) { agentsOnRecord(subject: $file) { state } }"
END = "mutation E($file: ID!, $agency: ID!) { refuseAgent(subject: $file, agency: $agency) { state } }"
GO_ON = "mutation G($file: ID!, $agency: ID!) { restoreAgent(subject: $file, agency: $agency) { state } }"


@pytest.mark.parametrize(("key", "side", "name"), [(ACME, "SUBJECT", "王"), (ANN, "AGENT", "")])
def test_the_api_lists_agents_on_record_to_either_side_with_a_receipt_for_each_name(
    town: Town, key: str, side: str, name: str
) -> None:
    town.authorise(ANN, ACME)
    log = Kept()
    (told,) = shown(town.ask(LIST, key, log))["agentsOnRecord"]
    assert (told["side"], told["subject"], told["class"]) == (side, town.id(ACME), "Enterprise")
    assert told["name"].startswith(name) and told["name"] and told["state"] == "VALID"
    assert (told["by"]["relation"], told["by"]["until"]) == ("AGENT_OF", LAST.isoformat())
    assert [item["dataset"] for item in told["by"]["sources"]] == [{"id": "agent-authorisation"}]
    assert [item.subject for item in log.receipts] == [town.id(ANN if key == ACME else ACME)]
    log.receipts.clear()
    assert shown(town.ask(UNNAMED, key, log)) == {"agentsOnRecord": [{"state": "VALID"}]}
    assert log.receipts == []


@pytest.mark.parametrize(("key", "over"), [(ACME, "WITHDRAWN"), (ANN, "RESIGNED")])
def test_the_api_lets_either_side_end_it_and_take_that_back(town: Town, key: str, over: str) -> None:
    town.authorise(ANN, ACME)
    agency, log = town.one(key).key, Kept()
    assert shown(town.ask(END, key, log, agency=agency)) == {"refuseAgent": {"state": over}}
    assert not town.opens(ANN, "Enterprise", ACME)
    assert code(town.ask(END, key, log, agency=agency)) == "GRANT_OVER"
    assert shown(town.ask(GO_ON, key, log, agency=agency)) == {"restoreAgent": {"state": "VALID"}}
    assert town.opens(ANN, "Enterprise", ACME)


def test_the_api_tells_strangers_nothing_of_agents(town: Town) -> None:
    town.authorise(ANN, ACME)
    agency, file = town.one(ACME).key, town.id(ACME)
    assert shown(town.ask(LIST, BEN, Kept(), file=file)) == {"agentsOnRecord": None}
    for query in (END, GO_ON):
        assert code(town.ask(query, BEN, Kept(), file=file, agency=agency)) == "GRANT_NO_FILE"
        assert code(town.ask(query, BEN, Kept(), agency=agency)) == "GRANT_GONE"
    assert town.opens(ANN, "Enterprise", ACME)


def test_no_name_of_an_agent_leaves_without_a_receipt(town: Town) -> None:
    town.authorise(ANN, ACME)
    assert code(town.ask(LIST, ACME, Kept(broken=True))) == "NO_RECEIPT"


def shown(answer: Answer) -> dict[str, Any]:
    assert answer.errors == () and answer.data is not None
    return dict(answer.data)


def code(answer: Answer) -> str:
    (error,) = answer.errors
    assert not answer.data or set(answer.data.values()) == {None}
    return str(error["extensions"]["code"])
