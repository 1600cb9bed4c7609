"""Cases and scenarios as caseworkers see them, over a made-up desk: what is listed, opened, closed, requested and decided."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import pytest

from tests.pages import made_up, made_up_desk
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.made_up_desk import KEY, NUMBER, MadeUpDesk
from tests.pages.served import served
from twopages.app import assemble
from twopages.ontology.model import Model

SERVICE = "minimum-living-allowance-application"
FILE = re.compile(r'href="(/person/\w+\?case=[0-9a-f]{32})"')


@pytest.fixture(scope="module")
def town(model: Model) -> made_up.MadeUp:
    return made_up.reader(model)


@pytest.fixture(scope="module")
def address(model: Model, town: made_up.MadeUp) -> Iterator[str]:
    with served(assemble(made_up.site(model, town))) as found:
        yield found


@pytest.fixture
def desk(town: made_up.MadeUp) -> MadeUpDesk:
    town.desk = MadeUpDesk()
    return town.desk


@contextmanager
def signed(address: str, account: str) -> Iterator[Visitor]:
    with visiting(address) as visitor:
        visitor.sends("/sign-in", account=account)
        yield visitor


@pytest.fixture
def head(address: str, desk: MadeUpDesk) -> Iterator[Visitor]:
    with signed(address, "caseworker") as visitor:
        yield visitor


@pytest.fixture
def clerk(address: str, desk: MadeUpDesk) -> Iterator[Visitor]:
    with signed(address, "clerk") as visitor:
        yield visitor


def rows(page: str) -> list[str]:
    """The numbers of the cases in the lists, in order."""
    return re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)', page)


def test_the_cases_of_the_department_lead_to_their_files(head: Visitor, desk: MadeUpDesk) -> None:
    page = head.reads("/cases")
    assert rows(page) == [NUMBER, "低保2026-0108", "2025-77", "2025-12"]
    assert FILE.findall(page)[::2] == [f"/person/{item.subject}?case={item.id}" for item in desk.listed[:2]]
    assert "已办结" in page and "已超时" in page
    assert "上海市民政局" in page


def test_services_of_scenarios_that_are_not_granted_are_named_and_not_offered(head: Visitor) -> None:
    page = head.reads("/cases")
    offered = re.findall(r'<option value="([\w-]+)"', page)
    assert SERVICE in offered and "marriage-registration-booking" in offered
    assert "after-death-service" not in offered
    assert "尚未授权本部门" in page and "公民身后“一件事”" in page
    refused = head.post("/cases", data={"service": "after-death-service", "key": KEY, "number": "1"}, headers=OWN)
    assert refused.status_code == 400
    assert "应用场景尚未授权" in refused.text


def test_a_case_is_opened_and_what_was_asked_for_is_nowhere(head: Visitor, desk: MadeUpDesk) -> None:
    response = head.post("/cases", data={"service": SERVICE, "key": KEY, "number": "新2026-1"}, headers=OWN)
    assert (response.status_code, response.url.path, response.url.query) == (200, "/cases", b"")
    assert rows(response.text)[0] == "新2026-1"
    assert KEY not in response.text
    assert all(KEY not in str(step.headers) and "2026-1" not in str(step.url) for step in response.history)


@pytest.mark.parametrize("key", ["31010119850312888X", "", "nobody", "9" * 100])
def test_who_cannot_be_handled_is_said_in_one_way(head: Visitor, desk: MadeUpDesk, key: str) -> None:
    answer = head.post("/cases", data={"service": SERVICE, "key": key, "number": "新2026-2"}, headers=OWN)
    usual = head.post("/cases", data={"service": SERVICE, "key": "somebody", "number": "新2026-2"}, headers=OWN)
    assert (answer.status_code, answer.text) == (400, usual.text)
    assert "没有该号码可办理的当事人" in answer.text
    assert 'value="新2026-2"' in answer.text and f'value="{SERVICE}" selected' in answer.text
    assert len(desk.listed) == 4


def test_a_case_without_a_number_is_not_opened(head: Visitor) -> None:
    answer = head.post("/cases", data={"service": SERVICE, "key": KEY, "number": " "}, headers=OWN)
    assert answer.status_code == 400
    assert "请填写部门的办件编号" in answer.text


def test_a_case_is_closed(head: Visitor, desk: MadeUpDesk) -> None:
    page = head.sends(f"/cases/{desk.listed[0].id}/close")
    assert len(FILE.findall(page)) == 2  # of the one that is left: its number and its link
    assert rows(page)[0] == "低保2026-0108"
    assert head.post(f"/cases/{'0' * 32}/close", headers=OWN).status_code == 404


def test_scenarios_stand_by_their_state_with_what_became_of_the_request(head: Visitor) -> None:
    page = unescape(head.reads("/scenarios"))
    waiting, granted, askable = re.split(r'<section class="group"', page)[1:]
    assert "独居老人关爱走访" in waiting and "该场景须由审批人逐件决定" in waiting and "画像" in waiting
    assert "社会救助审核确认" in granted and "婚姻登记核验" in granted and "按规则当即授权" in granted
    assert "困难群众主动发现" in askable and "范围过宽" in askable and "未申请" in askable
    assert "当日办结率 67%（3 件申请中 2 件当日决定）" in page
    offered = re.findall(r'<option value="([\w-]+)"', page)
    assert set(offered) == {made_up_desk.REFUSED, made_up_desk.LOCKED, "elderly-care-service"}


def test_a_scenario_is_requested_with_its_reason_and_uses(clerk: Visitor, desk: MadeUpDesk) -> None:
    form = {"purpose": made_up_desk.LOCKED, "why": "亲属一次办理", "use": ["profiling", "publication"]}
    response = clerk.post("/scenarios", data=form, headers=OWN)
    assert response.status_code == 200
    assert (response.url.path, response.history[0].headers["location"]) == (
        "/scenarios",
        f"/scenarios#{made_up_desk.LOCKED}",
    )
    assert desk.filed[0].uses == {"profiling", "publication"}
    assert "亲属一次办理" in response.text
    assert "after-death-service" in clerk.reads("/cases")  # and its services can be handled now


def test_a_request_without_a_reason_keeps_what_was_chosen(clerk: Visitor) -> None:
    form = {"purpose": made_up_desk.LOCKED, "why": " ", "use": "profiling"}
    answer = clerk.post("/scenarios", data=form, headers=OWN)
    assert answer.status_code == 400
    assert "请写明理由" in answer.text
    assert f'value="{made_up_desk.LOCKED}" selected' in answer.text
    assert 'value="profiling" checked' in answer.text


@pytest.mark.parametrize(("verdict", "state"), [("grant", "granted"), ("refuse", "refused"), ("anything", "refused")])
def test_the_approver_decides(head: Visitor, desk: MadeUpDesk, verdict: str, state: str) -> None:
    waiting = desk.filed[1]
    page = head.sends(f"/scenarios/{waiting.id}/decide", verdict=verdict, answer="已核实")
    assert desk.filed[1].state == state
    assert "已核实" in page


def test_the_approver_takes_a_scenario_away(head: Visitor, desk: MadeUpDesk) -> None:
    head.sends(f"/scenarios/{desk.filed[0].id}/decide", verdict="revoke", answer="不再需要")
    assert desk.filed[0].state == "revoked"
    assert SERVICE not in re.findall(r'<option value="([\w-]+)"', head.reads("/cases"))


def test_nobody_else_decides(clerk: Visitor, desk: MadeUpDesk) -> None:
    assert "/decide" not in clerk.reads("/scenarios")
    path = f"/scenarios/{desk.filed[1].id}/decide"
    answer = clerk.post(path, data={"verdict": "grant", "answer": "yes"}, headers=OWN)
    assert answer.status_code == 400
    assert "只有本部门的审批人可以决定" in answer.text
    assert desk.filed[1].state == "waiting"


def test_an_account_of_no_department_has_nothing(address: str, desk: MadeUpDesk) -> None:
    with signed(address, "guest") as visitor:
        for path in ("/cases", "/scenarios"):
            page = visitor.reads(path)
            assert "此账户不属于任何部门" in page
            assert "<select" not in page and NUMBER not in page


@pytest.mark.parametrize(("account", "closed"), [("citizen", ["/cases", "/scenarios"]), ("steward", ["/cases"])])
def test_others_find_no_desk(address: str, desk: MadeUpDesk, account: str, closed: list[str]) -> None:
    with signed(address, account) as visitor:
        for path in closed:
            assert visitor.get(path).status_code == 404
            assert visitor.post(path, data={"service": SERVICE}, headers=OWN).status_code == 404
            assert f'href="{path}"' not in visitor.reads("/")
        assert visitor.post(f"/cases/{desk.listed[0].id}/close", headers=OWN).status_code == 404
        assert desk.keys == []


def test_stewards_of_an_office_have_scenarios_and_cases_of_disputes(address: str, desk: MadeUpDesk) -> None:
    with signed(address, "officer") as visitor:
        page = visitor.reads("/cases")
        assert 'href="/cases"' in page
        assert set(re.findall(r'<option value="([\w-]+)"', page)) == {
            "personal-data-dispute",
            "enterprise-data-dispute",
        }
        page = visitor.reads("/scenarios")
        assert "上海市大数据中心" in page
        assert "steward-quality-person" in re.findall(r'<option value="([\w-]+)"', page)


def test_a_form_of_somebody_else_opens_nothing(head: Visitor, desk: MadeUpDesk) -> None:
    foreign = {"sec-fetch-site": "cross-site"}
    for path in ("/cases", f"/cases/{desk.listed[0].id}/close", "/scenarios", f"/scenarios/{desk.filed[1].id}/decide"):
        assert head.post(path, data={"service": SERVICE, "key": KEY, "number": "1"}, headers=foreign).status_code == 403
    assert len(desk.listed) == 4 and desk.listed[0].closed is None
