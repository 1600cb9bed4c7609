"""The whole application over a real store: the made-up city as its citizens, a caseworker and a steward see it."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import httpx
import pytest
from playwright.sync_api import expect

from tests.access.gates import Kept
from tests.conftest import City
from tests.pages.browser import NARROW, WIDE, launched, looking, overflow, sign_in, violations
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.served import served
from twopages.access import new_account, save_accounts
from twopages.app import create_app
from twopages.dossier import today_in_shanghai
from twopages.errors import OntologyError, SettingError
from twopages.graph import Store, open_store
from twopages.ontology.model import Label, Model
from twopages.settings import Settings

CITIZEN = """
MATCH (p:Person)-[:LEGAL_REPRESENTATIVE_OF]->(e:Enterprise), (p)<-[:ABOUT]-(r:Record)
MATCH (other:Person) WHERE other <> p AND NOT (p)--(other)
WITH p, e, count(DISTINCT r) AS records, min(other.id) AS other
RETURN p.id AS person, e.id AS enterprise, e.caption AS name, other ORDER BY records DESC LIMIT 1
"""


@dataclass(frozen=True)
class Town:
    """The served application, and whom its citizen is and is not."""

    address: str
    person: str
    enterprise: str
    name: str
    other: str


@pytest.fixture(scope="module")
def home(settings: Settings, keys: object, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home with the key ring of the store and demo accounts of its own."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copy2(settings.home / "keys.json", folder / "keys.json")
    return replace(settings, home=folder)


@pytest.fixture(scope="module")
def town(city: City, store: Store, home: Settings) -> Iterator[Town]:
    found = store.read(CITIZEN)[0]
    citizen = new_account("citizen", "citizen", found["person"], Label("市民", "Citizen"))
    caseworker = new_account("caseworker", "caseworker", None, Label("窗口", "Window"), "civil-affairs", ("approver",))
    inspector = new_account("inspector", "caseworker", None, Label("监管", "Inspector"), "ecology-environment")
    steward = new_account("steward", "steward", None, Label("专员", "Steward"))
    save_accounts(home, [citizen, caseworker, inspector, steward])
    with served(create_app(home, store, Kept())) as address:
        yield Town(
            address,
            f"/person/{found['person']}",
            f"/enterprise/{found['enterprise']}",
            found["name"],
            f"/person/{found['other']}",
        )


@pytest.fixture
def visitor(town: Town) -> Iterator[Visitor]:
    with visiting(town.address) as visitor:
        yield visitor


def test_a_citizen_reads_both_pages_and_follows_a_value_to_its_row_and_back(town: Town) -> None:
    with launched() as browser, looking(browser, town.address) as page:
        sign_in(page, "citizen")
        page.wait_for_url("**" + town.person)
        assert violations(page) == []
        page.locator(f".mine a[href='{town.enterprise}']").click()
        expect(page.locator("h1")).to_have_text(town.name)
        assert violations(page) == []
        page.get_by_role("link", name="我的档案").click()
        page.locator("#fullName .source a").click()
        expect(page.locator("h1")).to_have_text("姓名")
        expect(page.locator(".way li")).to_have_count(5)
        assert violations(page) == []
        page.get_by_role("link", name="查看这一行交付时的原样").click()
        expect(page.locator("table.cells")).to_be_visible()
        assert violations(page) == []
        page.locator("table.cells a[href$='/value/fullName']").click()
        page.locator(".back a").click()
        page.wait_for_url("**" + town.person + "#fullName")


def test_every_page_of_the_citizen_fits_in_both_languages(town: Town) -> None:
    with launched() as browser:
        for language in ("zh", "en"):
            with looking(browser, town.address, language=language) as page:
                sign_in(page, "citizen")
                for path in (town.person, town.enterprise):
                    page.goto(path)
                    expect(page.locator("html")).to_have_attribute("lang", {"zh": "zh-CN", "en": "en"}[language])
                    assert [width for width in (NARROW, WIDE) if overflow(page, width) > 0] == []


def test_a_consent_is_kept_in_the_store_and_withdrawn_there(town: Town, visitor: Visitor, store: Store) -> None:
    path, form = f"{town.person}/grants", {"purpose": "school-enrolment", "until": today_in_shanghai()}
    visitor.sends("/sign-in", account="citizen")
    try:
        page = visitor.sends(path, act="consent", **form)
        grant = re.findall(r'name="grant" value="(\w+)"', page)
        assert len(grant) == 1 and "上海市教育委员会" in page
        assert "已撤回" in visitor.sends(path, act="withdraw", grant=grant[0])
        assert visitor.get(f"{town.other}/grants").status_code == 404
        kept = store.read("MATCH (g:Grant:Consent) RETURN g.id AS id, g.ended IS NOT NULL AS ended, g.by AS by")
        assert kept == [{"id": grant[0], "ended": True, "by": "citizen"}]
    finally:
        store.write(lambda tx: tx.run("MATCH (g:Grant) DELETE g"))


def test_every_link_of_both_pages_leads_somewhere(town: Town, visitor: Visitor) -> None:
    visitor.sends("/sign-in", account="citizen")
    for page in (town.person, town.enterprise):
        links = set(re.findall(r'href="(/[^"#?]*)', visitor.reads(page)))
        assert len(links) > 30
        assert {link: visitor.get(link).status_code for link in links if visitor.get(link).status_code != 200} == {}


def test_the_file_of_somebody_else_is_not_found(town: Town, visitor: Visitor) -> None:
    visitor.sends("/sign-in", account="citizen")
    missing = visitor.get("/person/none")
    for path in (town.other, town.person.replace("person", "enterprise"), f"{town.other}/value/fullName"):
        response = visitor.get(path)
        assert (response.status_code, response.text) == (404, missing.text)


def test_no_masked_value_is_in_the_page(town: Town, visitor: Visitor, city: City) -> None:
    page = visitor.sends("/sign-in", account="citizen")
    shown = re.search(r'id="identityNumber".*?class="text">([^<]+)', page, re.S)
    assert shown
    assert "****" in shown[1]
    assert not re.search(r"(?<![0-9a-f])\d{17}[\dX](?![0-9a-f])", page)  # the ids of records are no numbers
    number = re.search(r"\d{17}[\dX]", visitor.sends(f"{town.person}/reveal", attribute="identityNumber", back=""))
    assert number
    assert (number[0][:3], number[0][-4:]) == (shown[1][:3], shown[1][-4:])


def test_enterprises_are_found_by_name_for_a_purpose_once_it_is_granted(
    town: Town, visitor: Visitor, store: Store, model: Model
) -> None:
    purpose = model.purposes["environment-supervision"]
    visitor.sends("/sign-in", account="inspector")
    form = {"text": town.name[2:6], "purpose": purpose.id}
    try:
        refused = visitor.post("/look-up", data=form, headers=OWN)
        assert (refused.status_code, "尚未授权" in refused.text) == (403, True)
        visitor.sends("/scenarios", purpose=purpose.id, why="重点排污单位监管")
        assert town.enterprise in visitor.sends("/look-up", **form)
        page = visitor.reads(town.enterprise)
        assert purpose.label.zh in page
        assert set(re.findall(r"/value/(\w+)", page)) <= purpose.attributes
        assert visitor.get(town.person).status_code == 404
    finally:
        store.write(lambda tx: tx.run("MATCH (n:ScenarioRequest) DETACH DELETE n"))


def test_a_caseworker_opens_a_case_by_number_once_its_scenario_is_granted(
    town: Town, visitor: Visitor, store: Store, model: Model
) -> None:
    with visiting(town.address) as citizen:
        citizen.sends("/sign-in", account="citizen")
        number = re.search(r"\d{17}[\dX]", citizen.sends(f"{town.person}/reveal", attribute="identityNumber", back=""))
    assert number
    visitor.sends("/sign-in", account="caseworker")
    form = {"service": "elderly-subsidy-application", "key": f" {number[0].lower()}", "number": "老2026-1"}
    try:
        assert visitor.post("/cases", data=form, headers=OWN).status_code == 400
        assert "按规则当即授权" in visitor.sends("/scenarios", purpose="elderly-care-service", why="居家养老服务")
        assert "当日办结率 100%" in visitor.reads("/scenarios")
        page = visitor.sends("/cases", **form)
        leads = re.search(rf'href="({town.person}\?case=[0-9a-f]{{32}})">老2026-1</a>', page)
        assert leads
        purpose = model.purposes["elderly-care-service"]
        shown = visitor.reads(leads[1])
        assert purpose.label.zh in shown
        assert set(re.findall(r"/value/(\w+)", shown)) <= purpose.attributes
        assert visitor.get(town.other).status_code == 404
        closing = re.search(r'action="(/cases/\w+/close)"', page)
        assert closing
        assert "已办结" in visitor.sends(closing[1])
        assert visitor.get(town.person).status_code == 403
        nobody = visitor.post("/cases", data=form | {"key": "310101199001010000"}, headers=OWN)
        assert (nobody.status_code, "没有该号码可办理的当事人" in nobody.text) == (400, True)
    finally:
        store.write(lambda tx: tx.run("MATCH (n:Case|ScenarioRequest) DETACH DELETE n"))


def test_the_steward_sees_every_delivery_and_its_quarantine(visitor: Visitor, city: City) -> None:
    page = visitor.sends("/sign-in", account="steward")
    lines = re.findall(r'href="(/deliveries/[^"]+)"', page)
    assert len(lines) == len(city.fed)
    assert any("校验码不符" in visitor.reads(line) for line in lines)


def test_a_session_of_the_pages_is_one_of_the_api(visitor: Visitor) -> None:
    asked = {"query": "{ __typename }"}
    assert visitor.post("/graphql", json=asked).status_code == 401
    visitor.sends("/sign-in", account="citizen")
    assert visitor.post("/graphql", json=asked).json() == {"data": {"__typename": "Query"}}


def test_the_program_says_that_it_lives_and_whether_the_store_answers(
    city: City, home: Settings, settings: Settings
) -> None:
    store = open_store(settings)
    with served(create_app(replace(home, demo=False), store, Kept())) as address:
        assert httpx.get(f"{address}/live").json() == {"live": True}
        assert httpx.get(f"{address}/ready").json() == {"ready": True}
        store.close()
        assert httpx.get(f"{address}/live").status_code == 200
        assert httpx.get(f"{address}/ready").status_code == 503


def test_without_the_demo_nobody_can_sign_in(town: Town, store: Store, home: Settings) -> None:
    with served(create_app(replace(home, demo=False), store, Kept())) as address, visiting(address) as visitor:
        assert "没有可用的演示账号" in visitor.reads("/sign-in")
        assert (
            visitor.post("/sign-in", data={"account": "citizen"}, headers={"sec-fetch-site": "same-origin"}).status_code
            == 400
        )


def test_the_demo_sign_in_refuses_every_address_but_this_machine(town: Town, store: Store, home: Settings) -> None:
    with pytest.raises(SettingError, match="loopback only"):
        create_app(replace(home, host="0.0.0.0"), store, Kept())  # noqa: S104


def test_a_store_that_was_fed_under_another_ontology_is_refused(home: Settings) -> None:
    class Foreign:
        def read(self, *_: Any) -> list[dict[str, Any]]:
            return [{"model": "another", "releasing": False}]

    with pytest.raises(OntologyError, match="another ontology"):
        create_app(home, cast(Store, Foreign()), Kept())
