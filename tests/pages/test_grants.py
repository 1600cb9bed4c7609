"""The page of consents and authorisations, through HTTP as a browser without scripts would use it; and in a browser."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.access.gates import Kept, gate_of
from tests.pages import made_up
from tests.pages.browser import NARROW, launched, looking, overflow, sign_in, violations
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.made_up_grants import BANK, LOAN, NUMBER, OTHER_NUMBER, REVIEW
from tests.pages.served import served
from twopages.access import Account, Representation
from twopages.app import assemble
from twopages.dossier import Far
from twopages.keys import KeyRing
from twopages.ontology.model import Label, Model
from twopages.pages import Door
from twopages.pages.words import words_of

PERSON, FIRM, CHILD = f"/person/{made_up.PERSON}/grants", f"/enterprise/{made_up.ENTERPRISE}/grants", "c" * 32
SAY = words_of("zh")
WITHDRAWN, WAITING, VALID = (SAY(f"grants.state.{state}") for state in ("withdrawn", "waiting", "valid"))
ACCOUNTS = made_up.accounts() | {
    "agent": Account("agent", "agent", made_up.STRANGER, Label("陆明远", "Lu Mingyuan"), "t5"),
    "operator": Account("operator", "operator", made_up.ENTERPRISE, Label("经办", "Operator"), "t6"),
}


@pytest.fixture
def reader(model: Model) -> made_up.MadeUp:
    made = made_up.reader(model)
    made.acts_for = (*made.acts_for, Representation(Far(CHILD, "Person", "沈小满"), "PARENT_OF", ("r8",), "2038-05-01"))
    made.dossiers["Person", CHILD] = replace(made.dossiers["Person", made_up.EMPTY], id=CHILD, caption="沈小满")
    return made


@pytest.fixture
def site(model: Model, reader: made_up.MadeUp) -> Iterator[str]:
    with served(assemble(made_up.site(model, reader, Door(ACCOUNTS)))) as address:
        yield address


@pytest.fixture
def visitors(site: str) -> Iterator[dict[str, Visitor]]:
    found = {name: visiting(site) for name in ACCOUNTS}
    for name, visitor in found.items():
        visitor.sends("/sign-in", account=name)
    yield found
    for visitor in found.values():
        visitor.close()


@pytest.fixture
def citizen(visitors: dict[str, Visitor]) -> Visitor:
    return visitors["citizen"]


def line(page: str, *told: str) -> str:
    """The one grant of a page that tells all this."""
    found = [
        item for item in re.findall(r'<li class="grant .*?</li>', page, re.S) if all(text in item for text in told)
    ]
    assert len(found) == 1, (told, len(found))
    return str(found[0])


def grant_in(text: str) -> str:
    found = re.search(r'name="grant" value="([\w.]+)"', text)
    assert found
    return found[1]


def refused(visitor: Visitor, path: str, **form: str) -> str:
    """What the page says to a form that it does not take."""
    answer = visitor.post(path, data=form, headers=OWN)
    assert answer.status_code == 400
    found = re.search(r'role="alert" id="fault">([^<]+)<', answer.text)
    assert found
    return str(found[1]).strip()


def test_the_page_leads_from_the_file_and_tells_what_stands_to_whom_and_until_when(citizen: Visitor) -> None:
    assert f'href="{PERSON}"' in citizen.reads(PERSON.removesuffix("/grants"))
    page = citizen.reads(PERSON)
    assert VALID in line(page, "上海市民政局", "2027年3月14日")
    assert VALID in line(page, BANK, "2026年6月30日") and SAY("grants.state.past") in line(page, BANK, "2025年6月30日")
    assert "440****0014" in line(page, "经办人：440", WAITING) and SAY("grants.everything") in line(
        page, "经办人：陆明远", "亲友代办", VALID
    )
    assert NUMBER not in page and OTHER_NUMBER not in page


def test_what_is_withdrawn_is_withdrawn_at_once(citizen: Visitor, reader: made_up.MadeUp) -> None:
    given = line(citizen.reads(PERSON), BANK, VALID)
    assert reader.grants.consented(made_up.PERSON, LOAN, BANK)
    page = citizen.sends(PERSON, act="withdraw", grant=grant_in(given))
    assert WITHDRAWN in line(page, BANK, "2026年6月30日")
    assert reader.grants.consented(made_up.PERSON, LOAN, BANK) is None


def test_one_consents_to_a_purpose_of_a_department_and_of_an_institution(
    citizen: Visitor, reader: made_up.MadeUp
) -> None:
    other = {"act": "consent", "purpose": "school-enrolment", "until": "2026-12-31", f"name.{LOAN}": "不相干"}
    assert VALID in line(citizen.sends(PERSON, **other), "上海市教育委员会")
    page = citizen.sends(PERSON, act="consent", purpose=LOAN, until="2026-12-31", **{f"name.{LOAN}": "上海另一银行"})
    assert VALID in line(page, "上海另一银行")
    assert reader.grants.consented(made_up.PERSON, LOAN, "上海另一银行")


def test_what_cannot_be_is_said_and_what_was_written_stays_but_for_the_number(citizen: Visitor) -> None:
    consent = {"act": "consent", "until": "2026-12-31", f"name.{LOAN}": "<b>银行"}
    assert refused(citizen, PERSON, **consent) == "请在列出的用途中选择一项。"
    page = citizen.post(PERSON, data=consent | {"purpose": LOAN, "until": "2026-01-01"}, headers=OWN).text
    assert (
        "&lt;b&gt;银行" in page
        and 'value="2026-01-01"' in page
        and re.search(rf'value="{LOAN}" required checked', page)
    )
    assert "机构名称" in refused(citizen, PERSON, **consent | {"purpose": LOAN, f"name.{LOAN}": ""})
    assert "机构名称" in refused(citizen, PERSON, **consent | {"purpose": LOAN, f"name.{LOAN}": "civil-affairs"})
    assert "有相同的" in refused(citizen, PERSON, **consent | {"purpose": REVIEW})
    trust = {
        "act": "authorise",
        "purpose": "agent-for-person",
        "since": "2026-03-15",
        "until": "2026-12-31",
        "number": NUMBER,
    }
    assert refused(citizen, PERSON, **trust) == "请至少选择一项内容。"
    wrong = citizen.post(PERSON, data=trust | {"number": "110105194912310021", "part.tags": "on"}, headers=OWN)
    assert (wrong.status_code, "110105194912310021" in wrong.text) == (400, False)
    assert 'name="part.tags" value="on" checked' in wrong.text
    assert "期限过长" in refused(citizen, PERSON, **trust | {"until": "2036-01-01", "part.tags": "on"})


def test_one_authorises_an_agent_with_a_part_of_the_file_or_all_of_it(citizen: Visitor, reader: made_up.MadeUp) -> None:
    form = {
        "act": "authorise",
        "purpose": "agent-for-person",
        "since": "2026-03-15",
        "until": "2026-12-31",
        "number": NUMBER,
    }
    page = citizen.sends(PERSON, **form, **{"part.group-identity": "on", "part.tags": "on"})
    told = line(page, "110****002X", WAITING)
    assert "身份信息、标签" in told
    citizen.sends(PERSON, act="revoke", grant=grant_in(told))
    names = re.findall(r'name="(part\.[\w-]+)"', page)
    assert SAY("grants.everything") in line(
        citizen.sends(PERSON, **form, **dict.fromkeys(names, "on")), "110****002X", WAITING
    )
    assert reader.grants.given(made_up.PERSON)[0].items == frozenset()


def test_an_agent_accepts_declines_and_gives_back(citizen: Visitor, reader: made_up.MadeUp) -> None:
    page = citizen.reads(PERSON)
    taken, left = line(page, "授权人：陆明远"), line(page, f"授权人：{made_up.ENTERPRISE_NAME}")
    assert VALID in line(citizen.sends(PERSON, act="accept", grant=grant_in(taken)), "授权人：陆明远")
    assert reader.grants.authorised(made_up.PERSON, made_up.STRANGER)
    citizen.sends(PERSON, act="decline", grant=grant_in(taken))
    assert reader.grants.authorised(made_up.PERSON, made_up.STRANGER) is None
    page = citizen.sends(PERSON, act="decline", grant=grant_in(left))
    assert page.count(SAY("grants.state.declined")) == page.count(SAY("grants.state.resigned")) == 1
    assert "授权人：" not in page, "who is over is named no more"
    assert refused(citizen, PERSON, act="accept", grant=grant_in(left)) == "这项同意或授权已经结束。"


def test_a_role_of_agents_starts_at_its_own_page_and_opens_no_file_there(visitors: dict[str, Visitor]) -> None:
    agent, own = visitors["agent"], f"/person/{made_up.STRANGER}/grants"
    page = agent.reads("/")
    assert f'href="{own}" aria-current="page"' in page and '<p class="back">' not in page
    assert agent.get(PERSON).status_code == agent.get(own.removesuffix("/grants")).status_code == 404


def revoked(reader: made_up.MadeUp) -> None:
    """What the person gave the stranger is over: what is on record is left."""
    given = next(item for item in reader.grants.given(made_up.PERSON) if item.accepted)
    reader.grants.revoke(made_up.PERSON, given.id)


def test_an_agent_on_record_is_shown_with_where_that_comes_from_and_stopped_at_once(
    visitors: dict[str, Visitor], reader: made_up.MadeUp
) -> None:
    revoked(reader)
    citizen, agent, file = visitors["citizen"], visitors["agent"], PERSON.removesuffix("/grants")
    told = line(citizen.reads(PERSON), "经办人：陆明远", "市大数据中心“一网通办授权经办信息”", VALID)
    assert all(text in told for text in ("授权范围：申报办理", "授权事项：医保报销", "2026年1月1日 至 2026年12月31日"))
    assert f'href="{file}/record/r0a"' in told and agent.get(file).status_code == 200
    stopped = citizen.sends(PERSON, act="refuse", grant=grant_in(told))
    told = line(stopped, "经办人：陆明远", "医保报销", WITHDRAWN)
    assert agent.get(file).status_code == 404
    assert refused(citizen, PERSON, act="refuse", grant=grant_in(told)) == "这项同意或授权已经结束。"
    citizen.sends(PERSON, act="restore", grant=grant_in(told))
    assert agent.get(file).status_code == 200


def test_an_agent_on_record_comes_to_the_file_sees_by_what_and_can_stop_it(
    visitors: dict[str, Visitor], reader: made_up.MadeUp
) -> None:
    agent, file = visitors["agent"], PERSON.removesuffix("/grants")
    assert "您凭其本人作出的授权代为查看和办理。" in agent.reads(file)
    revoked(reader)
    own = f"/person/{made_up.STRANGER}/grants"
    told = line(agent.reads(own), "授权人：", "市大数据中心“一网通办授权经办信息”", VALID)
    assert f'href="{file}"' in told
    page = agent.reads(file)
    assert "您作为授权经办人代为查看和办理。 2026年1月1日 至 2026年12月31日" in page and "授权范围：申报办理" in page
    agent.sends(own, act="refuse", grant=grant_in(told))
    assert agent.get(file).status_code == 404
    told = line(agent.reads(own), "医保报销", SAY("grants.state.resigned"))
    assert "href" not in told.split("<form")[0]


def test_nobody_stops_what_is_not_on_their_page(visitors: dict[str, Visitor], reader: made_up.MadeUp) -> None:
    (found,) = reader.agencies.agents("Person", made_up.PERSON)
    own = f"/person/{made_up.EMPTY}/grants"
    for act in ("refuse", "restore"):
        assert refused(visitors["nobody"], own, act=act, grant=found.key) == "没有这项同意或授权。"
        assert refused(visitors["citizen"], FIRM, act=act, grant=found.key) == "没有这项同意或授权。"
    assert reader.agencies.agents("Person", made_up.PERSON) == (found,)


def test_whose_name_is_shown_has_a_receipt(model: Model, keys: KeyRing, reader: made_up.MadeUp) -> None:
    log = Kept()
    gate = gate_of(model, keys, log, made_up.standing(model, reader))
    with served(assemble(made_up.site(model, reader, Door(ACCOUNTS), gate))) as address:
        for name, named in (("citizen", made_up.STRANGER), ("agent", made_up.PERSON)):
            visitor = visiting(address)
            visitor.sends("/sign-in", account=name)
            log.receipts.clear()
            visitor.reads(f"/person/{ACCOUNTS[name].subject}/grants")
            told = {(item.subject, item.cls, item.fields, item.role) for item in log.receipts}
            assert (named, "Person", ("fullName",), name) in told
            visitor.close()


def test_who_acts_by_law_is_told_as_what(citizen: Visitor) -> None:
    page = citizen.reads(FIRM.removesuffix("/grants"))
    assert "您作为法定代表人代为查看和办理。 登记中没有起止日期" in page
    assert "依据：上海市市场监督管理局" in page
    assert "您作为" not in citizen.reads(PERSON.removesuffix("/grants"))
    child = citizen.reads(f"/person/{CHILD}")
    assert "您作为父母代为查看和办理。 至 2038年5月1日（含当日）" in child
    english = citizen.reads(f"/person/{CHILD}?language=en")
    assert "You act for this file as its parent. until 1 May 2038, that day included" in english


def test_who_acts_for_a_file_gives_in_its_name_but_accepts_nothing(citizen: Visitor, reader: made_up.MadeUp) -> None:
    child = f"/person/{CHILD}/grants"
    page = citizen.sends(child, act="consent", purpose="school-enrolment", until="2026-12-31")
    assert VALID in line(page, "上海市教育委员会") and SAY("grants.received") not in page
    assert [item.by for item in reader.grants.of(CHILD)] == ["citizen"]
    given = reader.grants.received(made_up.PERSON)[0].id
    answer = citizen.post(child, data={"act": "accept", "grant": given}, headers=OWN)
    assert answer.status_code == 404
    assert citizen.reads(FIRM) and reader.grants.received(made_up.PERSON)[0].accepted is None


def test_nobody_else_sees_or_changes_it(visitors: dict[str, Visitor], reader: made_up.MadeUp) -> None:
    consent = reader.grants.of(made_up.PERSON)[0].id
    for name in ("caseworker", "steward", "agent", "operator", "nobody"):
        assert visitors[name].get(PERSON).status_code == 404
        sent = visitors[name].post(PERSON, data={"act": "withdraw", "grant": consent}, headers=OWN)
        assert sent.status_code == 404
    assert visitors["caseworker"].get(PERSON.removesuffix("/grants")).status_code == 403
    assert visitors["operator"].reads(FIRM)
    own = visitors["nobody"]
    assert refused(own, f"/person/{made_up.EMPTY}/grants", act="withdraw", grant=consent) == "没有这项同意或授权。"
    assert reader.grants.of(made_up.PERSON)[0].withdrawn is None


def test_forms_of_other_sites_and_acts_that_are_none_are_refused(citizen: Visitor, reader: made_up.MadeUp) -> None:
    form = {"act": "withdraw", "grant": reader.grants.of(made_up.PERSON)[0].id}
    assert citizen.post(PERSON, data=form, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert citizen.post(PERSON, data=form).status_code == 403
    assert citizen.post(PERSON, data=form | {"act": "all"}, headers=OWN).status_code == 400
    assert citizen.get(f"{PERSON}?act=withdraw&grant={form['grant']}").status_code == 200
    assert reader.grants.of(made_up.PERSON)[0].withdrawn is None


def test_it_is_used_by_hand_without_scripts_in_english_on_a_small_screen(site: str) -> None:
    with launched() as browser, looking(browser, site, width=NARROW, language="en", scripts=False) as page:
        sign_in(page, "citizen")
        page.goto(PERSON)
        page.get_by_label("Check for school enrolment").first.check()
        page.locator("#consent-until").fill("2026-12-31")
        page.get_by_role("button", name="Consent", exact=True).click()
        expect(page.locator(".grant", has_text="Municipal Education")).to_contain_text("Stands")
        page.get_by_role("button", name="Revoke").first.click()
        page.get_by_label("Identity number of the other").fill("123")
        page.get_by_label("Identity", exact=True).check()
        page.locator("#trust-until").fill("2026-12-31")
        page.get_by_role("button", name="Authorise").click()
        expect(page.get_by_role("alert")).to_contain_text("This is no valid identity number; please check it.")
        assert page.url.endswith(PERSON) and overflow(page, NARROW) <= 0


def test_axe_finds_nothing_on_what_was_refused(site: str) -> None:
    with launched() as browser, looking(browser, site) as page:
        sign_in(page, "citizen")
        page.goto(PERSON)
        page.locator("form.give").first.evaluate("form => form.noValidate = true")
        page.get_by_role("button", name="同意", exact=True).click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == []
