"""Who looked at my data: in words, filtered without anything personal in the address; questions about looks and their answers."""

import re
from collections.abc import Iterator

import pytest

from tests.pages import made_up
from tests.pages.conftest import OWN, Visitor, visiting
from tests.pages.served import served
from twopages.app import assemble
from twopages.ontology.model import Model

PERSON, ENTERPRISE, STRANGER = (
    f"/person/{made_up.PERSON}",
    f"/enterprise/{made_up.ENTERPRISE}",
    f"/person/{made_up.STRANGER}",
)


@pytest.fixture
def site(model: Model) -> Iterator[str]:
    """Pages of their own: questions change them."""
    with served(assemble(made_up.site(model, made_up.reader(model)))) as address:
        yield address


@pytest.fixture
def auditor(site: str) -> Iterator[Visitor]:
    with visiting(site) as visitor:
        visitor.sends("/sign-in", account="auditor")
        yield visitor


def words(page: str) -> str:
    """What can be read in the middle of a page."""
    main = re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")])
    return re.sub(r"\s+", " ", main)


def ids(page: str, start: str = 'id="looks-title"', end: str = 'id="own-title"') -> list[str]:
    return re.findall(r'id="look-([0-9a-f]{32})"', page.split(start)[1].split(end, maxsplit=1)[0])


def test_a_look_is_told_in_words(citizen: Visitor) -> None:
    page = citizen.reads(f"{PERSON}/looked")
    told = words(page)
    assert "谁看过这份档案" in told
    assert "上海市民政局 12 次" in told
    assert (
        "上海市民政局 经办人员 2026年3月11日 08:15 目的 社会救助审核确认 法律依据 《社会救助暂行办法》；《个人信息保护法》"
        "第十三条第一款第三项、第三十四条 方式 在页面上查看，为一件办件 看到 6 项内容，其中 2 项已遮盖" in told
    )
    assert "姓名 公民身份号码 已遮盖 居住地址 月养老金 已遮盖 低收入家庭成员 户成员" in told
    assert "出生“一件事”" in told
    assert re.search("上海市卫生健康委员会.*父母：姓名|上海市卫生健康委员会.*：姓名", told)
    assert "a-former-purpose 法律依据 A former law" in told  # as it was written, where the ontology has it no more
    assert f'href="{PERSON}/looked"' in citizen.reads(PERSON)


def test_own_looks_are_folded_apart(citizen: Visitor) -> None:
    page = citizen.reads(f"{PERSON}/looked")
    others, own = page.split('id="looks-title"')[1].split('id="own-title"')
    assert "自查：查看本人档案" not in others
    assert "本人的查看 12 次" in words(page)
    assert own.count("自查：查看本人档案") == 10
    link = re.search(r'href="([^"]*own=yes)"', own)
    assert link
    all_own = citizen.reads(link[1])
    assert len(ids(all_own)) == 12
    assert "上海市民政局 12 次" not in words(all_own)


def test_pages_follow_each_other_to_the_oldest(citizen: Visitor) -> None:
    path, seen = f"{PERSON}/looked", list[str]()
    while path:
        page = citizen.reads(path)
        seen += ids(page)
        found = re.search(r'class="more"><a href="([^"]*after=[^"]*)"', page)
        path = found[1].replace("&amp;", "&") if found else ""
    assert len(seen) == len(set(seen)) == 48


def test_filters_are_in_the_address_and_stay_chosen(citizen: Visitor) -> None:
    page = citizen.reads(f"{PERSON}/looked?office=health&purpose=&from=2026-03-01&to=2026-03-05")
    assert '<option value="health" selected>' in page
    assert 'name="from" value="2026-03-01"' in page
    assert len(ids(page)) == 1
    assert "上海市卫生健康委员会 1 次" in words(page)
    assert f'href="{PERSON}/looked"' in page  # without the filter
    nothing = citizen.reads(f"{PERSON}/looked?office=health&purpose=inclusive-finance-loan")
    assert "没有符合筛选条件的查看" in nothing
    citizen.cookies.set("language", "en")
    assert "Nobody has looked" not in citizen.reads(f"{PERSON}/looked")


@pytest.mark.parametrize(("query", "said"), [("from=soon", "日期有误"), ("after=x", "网址有误")])
def test_what_cannot_be_asked_is_said(citizen: Visitor, query: str, said: str) -> None:
    response = citizen.get(f"{PERSON}/looked?{query}")
    assert response.status_code == 400
    assert said in words(response.text)
    assert len(ids(response.text)) == 20


def test_a_file_that_nobody_looked_at_says_so(site: str) -> None:
    with visiting(site) as visitor:
        visitor.sends("/sign-in", account="nobody")
        told = words(visitor.reads(f"/person/{made_up.EMPTY}/looked"))
    assert "还没有人查看过。" in told


def test_a_question_is_asked_once_and_answered_by_an_auditor(citizen: Visitor, auditor: Visitor) -> None:
    page = citizen.reads(f"{PERSON}/looked?office=health")
    look = ids(page)[0]
    form = {"look": look, "query": "office=health&evil=1", "text": "为什么<b>查看</b>？"}
    response = citizen.post(f"{PERSON}/looked", data=form, headers=OWN)
    assert response.url.path == f"{PERSON}/looked"
    assert response.url.query == b"office=health"
    entry = response.text.split(f'id="look-{look}"')[1].split('<li class="look"')[0]
    assert "为什么&lt;b&gt;查看&lt;/b&gt;？" in entry
    assert "等待审计人员答复" in entry
    assert "<textarea" not in entry
    waiting = auditor.reads("/questions")
    assert "为什么&lt;b&gt;查看" in waiting
    assert "沈知微" not in waiting
    assert made_up.PERSON not in waiting
    action = next(found for found in re.findall(r'action="(/questions/[^"]+)"', waiting) if look in found)
    told = auditor.sends(action, text="经办人办理出生登记。")
    assert look not in told
    page = citizen.reads(f"{PERSON}/looked?office=health")
    assert "经办人办理出生登记。" in page
    assert "<textarea" in page.split(f'id="look-{look}"')[1].split('<li class="look"')[0]


def test_a_second_question_and_a_second_answer_are_refused_in_words(citizen: Visitor, auditor: Visitor) -> None:
    look = ids(citizen.reads(f"{PERSON}/looked"))[3]
    form = {"look": look, "text": "为什么？"}
    assert citizen.post(f"{PERSON}/looked", data=form, headers=OWN).status_code == 200
    again = citizen.post(f"{PERSON}/looked", data=form, headers=OWN)
    assert (again.status_code, "对它的疑问还在等待答复" in words(again.text)) == (400, True)
    assert again.text.count("为什么？") == 1
    action = next(
        found for found in re.findall(r'action="(/questions/[^"]+)"', auditor.reads("/questions")) if look in found
    )
    auditor.sends(action, text="因办理。")
    late = auditor.post(action, data={"text": "另一个"}, headers=OWN)
    assert (late.status_code, "没有等待您答复的这一疑问" in words(late.text)) == (400, True)


@pytest.mark.parametrize("text", ["", "问" * 1001])
def test_no_text_and_too_much_are_refused_in_words(citizen: Visitor, auditor: Visitor, text: str) -> None:
    form = {"look": ids(citizen.reads(f"{PERSON}/looked"))[4], "text": text}
    response = citizen.post(f"{PERSON}/looked", data=form, headers=OWN)
    assert (response.status_code, "超过了 1,000 字" in response.text) == (400, True)
    action = re.findall(r'action="(/questions/[^"]+)"', auditor.reads("/questions"))[0]
    response = auditor.post(action, data={"text": text}, headers=OWN)
    assert (response.status_code, "超过了 1,000 字" in response.text) == (400, True)


def test_who_may_not_open_the_file_sees_no_looks_and_who_does_not_own_it_asks_nothing(
    citizen: Visitor, caseworker: Visitor, auditor: Visitor, steward: Visitor
) -> None:
    missing = citizen.get("/person/none").text
    response = citizen.get(f"{STRANGER}/looked")
    assert (response.status_code, response.text) == (404, missing)
    for visitor in (auditor, steward):
        assert visitor.get(f"{PERSON}/looked").status_code == 404
    assert "我没有申请过救助" in citizen.reads(f"{PERSON}/looked")
    page = citizen.reads(f"{PERSON}/looked")
    assert caseworker.get(f"{PERSON}/looked").status_code == 404
    form = {"look": ids(page, end="</html>")[0], "text": "为什么？"}
    for path in (f"{PERSON}/looked", f"{ENTERPRISE}/looked"):
        assert caseworker.post(path, data=form, headers=OWN).status_code == 404
    assert citizen.post(f"{STRANGER}/looked", data=form, headers=OWN).status_code == 404
    assert citizen.post(f"{PERSON}/looked", data=form).status_code == 403
    for visitor in (citizen, caseworker, steward):
        assert visitor.get("/questions").status_code == 404
        assert visitor.post("/questions/q1", data={"text": "是"}, headers=OWN).status_code == 404


def test_who_acts_for_an_enterprise_asks_for_it(citizen: Visitor) -> None:
    page = citizen.reads(f"{ENTERPRISE}/looked")
    assert "谁看过这份档案" in page
    assert "等待审计人员答复" in citizen.sends(f"{ENTERPRISE}/looked", look=ids(page)[0], text="企业来问")


def test_everything_is_told_in_english_too(citizen: Visitor, auditor: Visitor) -> None:
    said = (
        "《征信业管理条例》",
        "我没有申请过救助。",
        "为什么查看？",
        "您的家庭成员申请了低保，审核时须核对同住家庭成员。",
        "我没有申请贷款。",
    )
    for visitor, path in ((citizen, f"{PERSON}/looked"), (auditor, "/questions")):
        visitor.cookies.set("language", "en")
        told = words(visitor.reads(path))
        for text in said:
            told = told.replace(text, "")
        assert not re.search("[\u3400-\u9fff]", told), told
